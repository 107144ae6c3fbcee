import { createRegister } from '@heliograph/schema';
import { testRuntime } from '@heliograph/testkit';
import pg from 'pg';
import { createPools } from '../../../services/summarizer/src/pools.postgres.ts';
import { createStoredDailyWork } from '../../../services/summarizer/src/publish/daily-work.postgres.ts';
import { answer, workerInput } from '../worker-side.ts';
import { bothDefinitions, DAY, DayInput, type DayResult, NOW } from './day.ts';

/** Summarises the day as the service does: counts, decides what may be said, and publishes. */
const { url } = workerInput(DayInput);
const pools = createPools(url);
const register = createRegister([bothDefinitions()]);
const gracePeriods = { graceMs: 3_600_000, keepMs: 86_400_000 };
const work = createStoredDailyWork({
  pools,
  register,
  ...gracePeriods,
  log: testRuntime().log,
  now: () => Date.parse(NOW),
});
const from = performance.now();
await work(new AbortController().signal);
const seconds = (performance.now() - from) / 1000;
const client = new pg.Client({ connectionString: url });
await client.connect();
const { rows } = await client.query<{ figures: number }>(
  'SELECT count(*)::int AS figures FROM summary.published WHERE start = $1',
  [DAY],
);
await client.end();
await pools.end();
const peakMiB = process.resourceUsage().maxRSS / 1024;
answer({ seconds, figures: rows[0]?.figures ?? 0, peakMiB } satisfies DayResult);
process.disconnect?.();
