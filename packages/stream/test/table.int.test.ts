import { AccessKeyRecord } from '@heliograph/schema';
import { eventually, makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConsumerRecord, followTable, type Table, writeRows } from '../src/index.ts';

const tables: Table[] = [];
afterEach(async () => {
  for (const { stop } of tables.splice(0)) await stop();
});

async function follow(kafka = testKafka('table')) {
  const runtime = testRuntime();
  const rows: ConsumerRecord[] = [];
  const row = (record: ConsumerRecord) => void rows.push(record);
  const table = await followTable({ stage: 'gateway', table: 'keys', kafka, runtime, row });
  tables.push(table);
  const now = () => Object.fromEntries(rows.map(({ key, value }) => [key, Number(JSON.parse(String(value)).note)]));
  return { runtime, rows, now };
}

/** A row of the table of API keys that says a number. */
const rowOf = (key: string, n: number) => ({
  key,
  value: AccessKeyRecord.parse({
    id: 'a'.repeat(12),
    application: 'example',
    hash: 'h'.repeat(43),
    created_at: '2026-11-21T10:00:00Z',
    note: String(n),
  }),
});

describe('a table', () => {
  it('has every row when it is there, and is proven then', async () => {
    const kafka = testKafka('table');
    await makeTopics(kafka, ['keys'], 3);
    const rows = Array.from({ length: 500 }, (_, i) => rowOf(`k${i % 50}`, i));
    for (const row of [rows.slice(0, 250), rows.slice(250)]) await writeRows(kafka, 'keys', row);
    const { runtime, now } = await follow(kafka);
    expect(now()).toEqual(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 450 + i])));
    await eventually(async () => runtime.ready());
    expect(runtime.failures).toEqual([]);
  });

  it('is there at once where it is empty, and shows each change, once', async () => {
    const kafka = testKafka('table');
    await makeTopics(kafka, ['keys'], 3);
    const { rows, now } = await follow(kafka);
    expect(rows).toEqual([]);
    for (const value of [1, 2]) {
      await writeRows(kafka, 'keys', [rowOf('a', value)]);
      await eventually(async () => now().a === value);
    }
    expect(rows.map(({ key }) => key)).toEqual(['a', 'a']);
  });

  it('is read by everybody who follows it', async () => {
    const kafka = testKafka('table');
    await makeTopics(kafka, ['keys'], 3);
    const followers = await Promise.all([follow(kafka), follow(kafka)]);
    await writeRows(kafka, 'keys', [rowOf('a', 1)]);
    for (const { now } of followers) await eventually(async () => now().a === 1);
  });

  it('cannot be followed where it is not', async () => {
    await expect(follow()).rejects.toThrow();
    await expect(follow({ ...testKafka('table'), brokers: ['127.0.0.1:1'] })).rejects.toThrow();
  });
});
