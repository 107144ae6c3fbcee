import { transact } from '@heliograph/postgres';
import type { Period } from '@heliograph/schema';
import { countActivity } from '@heliograph/schema/summaries';
import { aDefinition, anObservation, aSystemRequest } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runOn } from '../src/publish/count-day.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
const definition = aDefinition({
  record: { system_id: '/id', late_window: '28d' },
  summaries: [{ name: 'systems', kind: 'systems' }],
  publish: { minimum_systems: 1 },
});
const NOW = '2026-11-25T12:00:00.000Z';
const DAYS = Array.from({ length: 24 }, (_, n) => `2026-11-${String(n + 1).padStart(2, '0')}`);
/** Of each writer; none divides the number of days. */
const STEPS = [5, 7, 11, 13];
const BATCHES = 12;

/** The days of a batch, in no order: each writer goes through all of them, each in its own steps. */
const dayOf = (writer: number, n: number) => DAYS[(n * (STEPS[writer] ?? 1) + writer) % DAYS.length] ?? '';

const report = (system_key: string, day: string) =>
  anObservation({ ...SOURCE, system_key, day, observed_at: `${day}T10:00:00.000Z`, payload: {} });

async function write(partition: number): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch++) {
    const entries = Array.from({ length: 6 }, (_, i) => {
      const day = dayOf(partition, batch * 6 + i);
      const system_key = `p${partition} s${(batch + i) % 5}`;
      return report(system_key, day);
    });
    const request = aSystemRequest({ application: SOURCE.application, system_keys: [`p${partition} s${batch % 5}`] });
    const all = batch % 4 === 3 ? [...entries, request, ...entries] : entries;
    const writer = database.writer();
    const own = await writer.position(partition);
    const { commit } = await writer.write(all, { partition, from: own, own, next: own + 100n });
    await commit();
  }
}

const activity = (period: Period, start: string) =>
  transact(database.pool, {}, (client) => countActivity(runOn(client), SOURCE, period, start));

it('writers of days in any order, erasures and publishers are not in each other’s way, and what is published is what is there', async () => {
  // A day that nobody has seen yet can be locked by nobody: two who come to it in another order are tried again.
  await database.take(DAYS.map((day) => report('p0 s0', day)));
  const isWriting = new AbortController();
  const publishing = Array.from({ length: 2 }, async () => {
    while (!isWriting.signal.aborted) await database.work(NOW, [definition]);
  });
  const writing = STEPS.map((_, partition) => write(partition));
  await Promise.all(writing).finally(() => isWriting.abort());
  await Promise.all(publishing);
  await database.work(NOW, [definition]);
  const published = await database.published('day', 'week');
  expect(published).toHaveLength(DAYS.length + 4);
  for (const { period, start, systems } of published) {
    const { active } = await activity(period as Period, start as string);
    expect({ period, start, systems }).toEqual({ period, start, systems: String(active) });
  }
}, 60_000);
