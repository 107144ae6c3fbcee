import { pseudonymsOf } from '@heliograph/runtime';
import { aSystemRequest } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyRequest } from '../src/requests.postgres.ts';
import { aRow, type SinkDatabase, sinkDatabase } from './sink-database.ts';

const HOUR_MS = 3_600_000;

let database: SinkDatabase;
beforeAll(async () => {
  database = await sinkDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.rewind();
  await database.pool.query(
    'TRUNCATE telemetry.observations, telemetry.systems, requests.receipts, requests.documents',
  );
});

const row = (system_key: string, given: object = {}) =>
  aRow({ application: 'example', telemetry_type: 'status', system_key, ...given });
const erasure = (...system_keys: string[]) => aSystemRequest({ application: 'example', system_keys });
const anExport = (...system_keys: string[]) =>
  aSystemRequest({ request: 'export', application: 'example', system_keys });

async function query<T extends object>(sql: string, ...values: unknown[]): Promise<T[]> {
  return (await database.pool.query<T>(sql, values)).rows;
}
const held = () =>
  query<{ id: string; system_key: string }>('SELECT id, system_key FROM telemetry.observations ORDER BY id');
const systems = async () =>
  (
    await query<{ key: string }>("SELECT system_key || ' ' || telemetry_type AS key FROM telemetry.systems ORDER BY 1")
  ).map(({ key }) => key);
const receipts = () => query('SELECT receipt, store, request FROM requests.receipts ORDER BY done_at');

interface ExportDocument {
  made_at: string;
  observations: { observed_at: string }[];
  observations_left_out: number;
  systems: object[];
}
async function documentOf(receipt: string) {
  const [found] = await query<{ document: ExportDocument | null }>(
    'SELECT requests.document_of($1) AS document',
    receipt,
  );
  return found?.document;
}

describe('an erasure', () => {
  it('deletes what came before it and nothing of what comes after, in one batch', async () => {
    const [before, after, other] = [row('a'), row('a'), row('b')];
    const request = erasure('a');
    expect(await database.take([before, other, request, after])).toEqual(['stored', 'stored', 'carried_out', 'stored']);
    expect((await held()).map(({ id }) => id).toSorted()).toEqual([after.id, other.id].toSorted());
    expect(await systems()).toEqual(['a status', 'b status']);
    const [system] = await query<{ last_id: string }>("SELECT last_id FROM telemetry.systems WHERE system_key = 'a'");
    expect(system?.last_id).toBe(after.id);
    expect(await receipts()).toEqual([{ receipt: request.receipt, store: 'postgres', request: 'erasure' }]);
  });

  it('finds the system under both its keys, on every day, and of one telemetry type where it names one', async () => {
    await database.take([
      row('a', { day: '2026-11-20' }),
      row('A', { telemetry_type: 'usage' }),
      row('a', { telemetry_type: 'usage' }),
      row('a', { application: 'another' }),
    ]);
    await database.take([{ ...erasure('a', 'A'), telemetry_type: 'usage' }]);
    expect(await systems()).toEqual(['a status', 'a status']);
    await database.take([erasure('a', 'A')]);
    expect(await query('SELECT application FROM telemetry.observations')).toEqual([{ application: 'another' }]);
  });

  it('gives a receipt where nothing is held, the same one again', async () => {
    const request = erasure('nobody');
    expect(await database.take([request, request])).toEqual(['carried_out', 'carried_out']);
    expect(await receipts()).toEqual([{ receipt: request.receipt, store: 'postgres', request: 'erasure' }]);
  });

  it('leads to the same when the log is read again from its beginning', async () => {
    const log = [row('a'), row('b'), anExport('a'), erasure('a'), row('a'), erasure('b')];
    await database.take(log);
    const [rows, known, given] = [await held(), await systems(), await receipts()];
    await database.rewind();
    await database.take(log);
    expect([await held(), await systems()]).toEqual([rows, known]);
    expect(await receipts()).toEqual(given);
  });

  it('is undone with its batch', async () => {
    await database.take([row('a')]);
    const { rollback } = await database.writer.write([erasure('a')], { partition: 0, from: 1n, next: 2n });
    await rollback();
    expect(await held()).toHaveLength(1);
    expect(await receipts()).toEqual([]);
  });
});

describe('an export', () => {
  it('hands out what stands before it in the log, also where an erasure follows', async () => {
    const before = row('a', { payload: { version: '1.2' }, removed: ['/home'] });
    const request = anExport('a', 'A');
    await database.take([before, row('b'), request, erasure('a'), row('a')]);
    const document = await documentOf(request.receipt);
    expect(document).toMatchObject({
      application: 'example',
      telemetry_type: null,
      received_at: request.received_at,
      made_at: expect.stringMatching(/^\d{4}-.*Z$/),
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
      not_in_here: [
        expect.stringContaining('[pseudonym]'),
        expect.stringContaining('log'),
        expect.stringContaining('InfluxDB'),
        expect.anything(),
      ],
      observations: [{ ...asExported(before), payload: { version: '1.2' }, removed: ['/home'] }],
      observations_left_out: 0,
      systems: [{ telemetry_type: 'status' }],
    });
    const { id: _id, system_key: _key, ...others } = before;
    expect(Object.keys(document?.observations[0] ?? {}).toSorted()).toEqual(Object.keys(others).toSorted());
    expect(await receipts()).toContainEqual({ receipt: request.receipt, store: 'postgres', request: 'export' });
  });

  it('holds no keyed hash: neither of the system, nor of a value, nor the id of a record', async () => {
    const { system, field } = pseudonymsOf('0123456789abcdef0123456789abcdef');
    const [key, hashed] = [system('example', 'a'), field('example', 'status', '/mail')('alice@example.org')];
    const payload = { mail: hashed, list: [hashed, 1], map: { deep: { mail: hashed } }, version: '1.2' };
    const held = row(key, { payload });
    const request = anExport(key);
    await database.take([held, request]);
    const [found] = await query<{ text: string }>('SELECT requests.document_of($1)::text AS text', request.receipt);
    for (const secret of [key, held.id, hashed]) expect(found?.text).not.toContain(secret);
    expect(found?.text).toContain('[pseudonym]');
  });

  it('of a system that nobody knows is an empty document', async () => {
    const request = anExport('nobody');
    await database.take([request]);
    expect(await documentOf(request.receipt)).toMatchObject({ observations: [], systems: [] });
  });

  it('hands out numbers as they are stored, and of one telemetry type only where it names one', async () => {
    const large = { ...row('a'), payload: '{"n": 123456789012345678901234567890}' };
    const request = { ...anExport('a'), telemetry_type: 'status' };
    await database.take([large, row('a', { telemetry_type: 'usage' }), request]);
    const [found] = await query<{ text: string }>('SELECT requests.document_of($1)::text AS text', request.receipt);
    expect(found?.text).toContain('123456789012345678901234567890');
    const document = await documentOf(request.receipt);
    expect([document?.observations.length, document?.systems.length]).toEqual([1, 1]);
  });

  it('leaves out the oldest where there is too much, and says how many', async () => {
    const rows = ['10', '12', '11', '13'].map((hour) => row('a', { observed_at: `2026-11-20T${hour}:00:00.000Z` }));
    await database.take(rows);
    const request = anExport('a');
    const client = await database.pool.connect();
    try {
      await applyRequest(client, request, { nowMs: Date.now(), mostBytes: 1200 });
    } finally {
      client.release();
    }
    const document = await documentOf(request.receipt);
    const hours = document?.observations.map((own) => own.observed_at.slice(11, 13));
    expect(hours).toEqual(['12', '13']);
    expect(document?.observations_left_out).toBe(2);
  });

  it('is made once: what is over after 24 hours does not come again with the log', async () => {
    const request = anExport('a');
    const log = [row('a'), request];
    await database.take(log);
    await query('DELETE FROM requests.documents');
    await database.rewind();
    expect(await database.take(log)).toEqual(['already_stored', 'carried_out']);
    expect(await documentOf(request.receipt)).toBeNull();
  });

  it('is handed out for 24 hours', async () => {
    const request = anExport('a');
    await database.take([request]);
    const [found] = await query<{ hours: string }>(
      'SELECT extract(epoch FROM expires_at - now()) / 3600 AS hours FROM requests.documents',
    );
    expect(Number(found?.hours)).toBeGreaterThan(23.9);
    expect(Number(found?.hours)).toBeLessThanOrEqual(24);
    await query('UPDATE requests.documents SET expires_at = now()');
    expect(await documentOf(request.receipt)).toBeNull();
  });
});

/** The columns that look the same in a row and in a document. */
function asExported({ day, application, time, channel }: ReturnType<typeof row>) {
  return { day, application, time, channel };
}

describe('a document made long ago', () => {
  it('is made by the writer’s clock', async () => {
    const nowMs = Date.now() - 25 * HOUR_MS;
    const past = await sinkDatabase(() => nowMs);
    try {
      const request = anExport('a');
      await past.take([request]);
      const { rows } = await past.pool.query('SELECT requests.document_of($1) AS document', [request.receipt]);
      expect(rows).toEqual([{ document: null }]);
    } finally {
      await past.drop();
    }
  });
});
