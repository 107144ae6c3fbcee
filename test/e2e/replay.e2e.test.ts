import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DeadLetterHeaders, type DeadTopicId } from '@heliograph/schema';
import { anObservation, aRawRecord, eventually, publishRecords } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { measurementOf, TEST_TYPE } from '../system/sources.ts';
import { pointsOf } from './influx.ts';
import { sharedSystem } from './shared-system.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const SOURCE = { application: 'replayed', telemetry_type: TEST_TYPE } as const;
/** The dead letters of this file, among those of others. */
const GROUP = 'e2e.replay';
const DAY_MS = 86_400_000;

const { kafka, variables, rows, recordsOf, influx } = sharedSystem();

async function replay(...argv: string[]) {
  const env = { ...process.env, ...variables };
  const all = [MAIN, 'replay', '--json', '--group', GROUP, ...argv];
  return JSON.parse((await promisify(execFile)(process.execPath, all, { env })).stdout);
}

const publish = (topic: 'raw' | DeadTopicId, records: readonly { key: string; value: object; stage?: string }[]) =>
  publishRecords(
    kafka,
    topic,
    records.map(({ key, value, stage }) => ({ key, value, headers: stage === undefined ? {} : deadLetter(stage) })),
  );

/** Of a record that stands in its topic of dead letters once what it died of has been mended. */
function deadLetter(stage: string) {
  return DeadLetterHeaders.parse({
    'dead.reason': 'unknown_definition',
    'dead.detail': 'made so by the test',
    'dead.stage': stage,
    'dead.group': GROUP,
    'dead.origin': 'telemetry.raw.v1/0/0',
    'dead.attempts': '1',
    'dead.failed_at': new Date().toISOString(),
    'dead.version': 'test',
  });
}

const recordOf = (system_id: string, observed_at: string) =>
  aRawRecord({ ...SOURCE, observed_at, system_id, payload: { id: system_id, version: '1.2.3', count: 1 } });
const observationOf = (system_key: string, observed_at: string) =>
  anObservation({ ...SOURCE, observed_at, system_key, payload: { id: system_key, version: '1.2.3', count: 1 } });

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** Where the reports of a system leave a trace, and when each was observed, oldest first. */
async function traces(systemKey: string) {
  const stored = await rows<{ observed_at: Date }>(
    'SELECT observed_at FROM telemetry.observations WHERE application = $1 AND system_key = $2',
    [SOURCE.application, systemKey],
  );
  const latest = await rows<{ observed_at: Date }>(
    'SELECT observed_at FROM summary.latest WHERE application = $1 AND system_key = $2',
    [SOURCE.application, systemKey],
  );
  const points = await pointsOf(influx, measurementOf(SOURCE.application), 'id');
  return {
    rows: sorted(stored.map(({ observed_at }) => observed_at)),
    points: sorted(points.filter(({ system }) => system === systemKey).map(({ time }) => new Date(time))),
    summarised: sorted(latest.map(({ observed_at }) => observed_at)),
  };
}

const sorted = (times: readonly Date[]) => times.map((time) => time.toISOString()).toSorted();

const leaves = (systemKey: () => Promise<string | undefined>, wanted: Awaited<ReturnType<typeof traces>>) =>
  eventually(async () => {
    const key = await systemKey();
    return key !== undefined && JSON.stringify(await traces(key)) === JSON.stringify(wanted) && key;
  });

describe('a dead letter of the running system', () => {
  it('is counted once everywhere, however often it is replayed', async () => {
    const [first, later] = [recordOf('a-system', daysAgo(1)), recordOf('a-system', daysAgo(0))];
    const keyed = (record: typeof first) => ({ key: record.system_id, value: record });
    await publish('raw.dead', [{ ...keyed(first), stage: 'sanitizer' }]);
    expect(await replay()).toMatchObject({ sent: false, counts: [{ topic: 'raw.dead', letters: 1, due: 1 }] });
    expect(await replay('--send')).toMatchObject({ delivered: 1 });
    expect(await replay('--send', '--again', '--topic', 'raw.dead')).toMatchObject({ delivered: 1 });
    // Of the same system, and so behind both in every partition that they could have come through.
    await publish('raw', [keyed(later)]);
    const keyOfSystem = async () => (await recordsOf('systems', SOURCE.application))[0]?.key?.split('/')[2];
    const both = [first.observed_at, later.observed_at];
    const key = await leaves(keyOfSystem, { rows: both, points: both, summarised: both });
    expect((await recordsOf('sanitized', SOURCE.application)).length).toBe(3);
    expect((await recordsOf('observations', SOURCE.application)).length).toBe(2);
    expect((await recordsOf('systems', SOURCE.application)).length).toBe(2);
    const known = 'SELECT FROM telemetry.systems WHERE application = $1 AND system_key = $2';
    expect(await rows(known, [SOURCE.application, key])).toHaveLength(1);
  });

  it('of one store comes to that store and to no other', async () => {
    const stages = ['postgres-sink', 'influx-sink', 'summarizer'];
    const letters = (day: number) =>
      stages.map((stage, i) => {
        // Days apart, for the summarizer keeps one report of a system and day.
        const value = observationOf('another-system', daysAgo(day + i));
        return { stage, key: value.system_key, value };
      });
    const [first, later] = [letters(4), letters(1)];
    const deliver = async (all: typeof first) => {
      await publish('observations.dead', all);
      expect(await replay('--send', '--topic', 'observations.dead')).toMatchObject({ delivered: 3 });
    };
    await deliver(first);
    // Later ones in the same partition: once a stage has had its own of these, it has passed over all of the first.
    await deliver(later);
    const own = (i: number) => sorted([first[i], later[i]].map((letter) => new Date(letter?.value.observed_at ?? '')));
    await leaves(async () => 'another-system', { rows: own(0), points: own(1), summarised: own(2) });
    expect((await recordsOf('observations', SOURCE.application)).length).toBe(2);
  });
});
