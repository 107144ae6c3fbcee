import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transact } from '@heliograph/postgres';
import { PublishedFigure, summaryKey } from '@heliograph/schema';
import { openFencedPublisher, readTopic } from '@heliograph/stream';
import { compileCache, eventually, makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutboxDrain } from '../src/outbox/drain.ts';
import { type OutboxEntry, writeOutbox } from '../src/outbox/outbox.postgres.ts';
import { startOutbox } from '../src/outbox/outbox.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

const OPERATIONS = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const DIES = fileURLToPath(new URL('outbox-that-dies.ts', import.meta.url));

const kafka = testKafka('outbox');
let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
  await makeTopics(kafka, ['summaries'], 3);
});
beforeEach(() => database.pool.query('TRUNCATE summary.outbox'));
afterAll(() => database.drop());

function aFigure(name: string, revision: number, note = ''): PublishedFigure {
  return PublishedFigure.parse({
    application: 'trento',
    telemetry_type: 'host_telemetry',
    channel: 'production',
    period: 'day',
    start: '2026-11-19',
    name,
    kind: 'age',
    figures: { suppressed: false, buckets: [] },
    systems: null,
    of_systems: null,
    revision,
    final: false,
    computed_at: `2026-11-20T01:00:00${note}Z`,
  });
}
const published = (figure: PublishedFigure): OutboxEntry => ({ key: summaryKey(figure), value: figure });
const withdrawn = (figure: PublishedFigure): OutboxEntry => ({ key: summaryKey(figure), value: null });

const write = (entries: readonly OutboxEntry[]) =>
  transact(database.pool, {}, (client) => writeOutbox(client, entries));

async function waiting(): Promise<number> {
  return (await database.pool.query('SELECT FROM summary.outbox')).rowCount ?? 0;
}

/** What the topic says of a figure, first to last, once it says so much: a commit is visible a moment after its answer. */
async function told(figure: PublishedFigure, length: number): Promise<(PublishedFigure | null)[]> {
  return eventually(async () => {
    const records = (await readTopic(kafka, 'summaries')).filter(({ key }) => key === summaryKey(figure));
    if (records.length < length) return false;
    return records.map(({ value }) => (value === null ? null : PublishedFigure.parse(JSON.parse(value.toString()))));
  });
}

/** How many records there are of figures whose names begin so. */
async function countOf(prefix: string): Promise<number> {
  const records = await readTopic(kafka, 'summaries');
  return records.filter(({ key }) => key?.includes(`/${prefix}_`)).length;
}

const open = () => openFencedPublisher({ stage: 'summarizer', topic: 'summaries', kafka, log: testRuntime().log });
const drainWith = (overrides: Partial<Parameters<typeof createOutboxDrain>[0]> = {}) =>
  createOutboxDrain({ pool: database.pool, log: testRuntime().log, open, waiting: () => {}, ...overrides });
const drain = () => drainWith()(new AbortController().signal);

describe('the outbox', () => {
  it('tells the topic what has been published, in its order, and forgets it then', async () => {
    const figure = aFigure('ordered', 1);
    await write([published(figure), published(aFigure('other', 1))]);
    await write([published(aFigure('ordered', 2))]);
    await write([withdrawn(figure)]);
    await drain();
    expect(await told(figure, 3)).toEqual([figure, aFigure('ordered', 2), null]);
    expect(await told(aFigure('other', 1), 1)).toEqual([aFigure('other', 1)]);
    expect(await waiting()).toBe(0);
  });

  it('can be filled anew from what is published, as the documentation says', async () => {
    const figure = aFigure('refilled', 3);
    await database.pool.query(
      `INSERT INTO summary.published SELECT * FROM json_populate_record(NULL::summary.published, $1)`,
      [JSON.stringify(figure)],
    );
    await database.pool.query(/```sql\n(INSERT INTO summary\.outbox[^`]*)```/.exec(OPERATIONS)?.[1] ?? '');
    await drain();
    const [again] = await told(figure, 1);
    expect({ ...again, computed_at: new Date(again?.computed_at ?? 0).toISOString() }).toEqual({
      ...figure,
      computed_at: new Date(figure.computed_at).toISOString(),
    });
  });

  it('holds nothing of a transaction that was rolled back', async () => {
    const failed = transact(database.pool, {}, async (client) => {
      await writeOutbox(client, [published(aFigure('undone', 1))]);
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    expect(await waiting()).toBe(0);
  });

  it('empties itself in rounds', async () => {
    await write(Array.from({ length: 1234 }, (_, i) => published(aFigure(`many_${i}`, 1))));
    const counts: number[] = [];
    await drainWith({ waiting: (rows) => counts.push(rows) })(new AbortController().signal);
    expect(counts).toEqual([1234, 734, 234, 0]);
    expect(await eventually(async () => (await countOf('many')) === 1234)).toBe(true);
  });

  it('says the same again after a process that was killed before it could forget it', async () => {
    const figure = aFigure('killed', 1);
    await write([published(figure)]);
    const args = [DIES, database.url, kafka.brokers[0] ?? '', kafka.topicPrefix];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...compileCache }, stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await told(figure, 1)).toEqual([figure]);
    expect(await waiting()).toBe(1);
    await write([published(aFigure('killed', 2))]);
    await eventually(async () => {
      await drain();
      return (await waiting()) === 0;
    });
    expect(await told(figure, 3)).toEqual([figure, figure, aFigure('killed', 2)]);
  });

  it('is emptied by one process at a time', async () => {
    await write(Array.from({ length: 1500 }, (_, i) => published(aFigure(`shared_${i}`, 1))));
    await Promise.all([drain(), drain(), drain()]);
    await drain();
    expect(await waiting()).toBe(0);
    await told(aFigure('shared_1499', 1), 1);
    expect(await countOf('shared')).toBe(1500);
  });

  it('says nothing of a figure that no broker takes, rather than what is outdated', async () => {
    const small = aFigure('large', 1);
    await write([published(small), published(aFigure('large', 2, `.${'0'.repeat(950_000)}`))]);
    await drain();
    expect(await told(small, 2)).toEqual([small, null]);
  });

  it('waits for a broker that is away, loses nothing, and says so', async () => {
    await write([published(aFigure('patient', 1))]);
    const away = { ...kafka, brokers: ['127.0.0.1:1'] };
    const [first, second] = [testRuntime(), testRuntime()];
    const lonely = startOutbox({ pool: database.pool, kafka: away, runtime: first, everyMs: 50 });
    await eventually(async () => (await gaugeOf(first)) === 1);
    expect(first.ready()).toBe(false);
    await lonely.stop();
    expect(first.failures).toEqual([]);

    const outbox = startOutbox({ pool: database.pool, kafka, runtime: second, everyMs: 50 });
    await eventually(async () => second.ready() && (await gaugeOf(second)) === 0);
    await outbox.stop();
    expect(await told(aFigure('patient', 1), 1)).toEqual([aFigure('patient', 1)]);
  });
});

async function gaugeOf({ registry }: ReturnType<typeof testRuntime>): Promise<number | undefined> {
  const metrics = await registry.getMetricsAsJSON();
  return metrics.find(({ name }) => name === 'heliograph_outbox_records')?.values[0]?.value;
}
