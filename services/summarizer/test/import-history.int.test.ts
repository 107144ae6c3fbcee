import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Observation } from '@heliograph/schema';
import { anObservation, compileCache, eventually } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isPaused, unlessImporting } from '../src/import-lock.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

const BACKFILL = fileURLToPath(new URL('../src/import-history.ts', import.meta.url));

let database: SummaryDatabase;
beforeAll(async () => {
  database = await summaryDatabase();
});
beforeEach(async () => {
  await database.clear();
  await database.pool.query('TRUNCATE summary.imports, summary.notices');
});
afterAll(() => database.drop());

function start(args: readonly string[] = []): ChildProcess {
  const env = { ...compileCache, HELIOGRAPH_POSTGRES_URL: database.url };
  return spawn(process.execPath, [BACKFILL, ...args], { env, stdio: 'pipe' });
}

/** Runs the import of some lines. */
async function run(lines: readonly string[], ...args: string[]) {
  const child = start(args);
  const read = async (stream: Readable | null) => (stream === null ? '' : await text(stream));
  const [out, err] = [read(child.stdout), read(child.stderr)];
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
  const [code] = await once(child, 'exit');
  return { code, out: await out, err: await err };
}

const host = (i: number, day: string): Observation =>
  anObservation({ observed_at: `${day}T08:00:00.000Z`, system_key: String(i).padStart(22, '0') });
const lines = (observations: readonly Observation[]) => observations.map((observation) => JSON.stringify(observation));

/** Twenty hosts in the first fortnight of October, and forty in the second. */
const october = Array.from({ length: 31 }, (_, i) => `2025-10-${String(i + 1).padStart(2, '0')}`).flatMap((day, i) =>
  Array.from({ length: i < 14 ? 20 : 40 }, (_, n) => host(n, day)),
);

async function systems(period: string) {
  const { rows } = await database.pool.query(
    `SELECT start::text, systems::int, final FROM summary.published
     WHERE period = $1 AND name = 'hosts' ORDER BY start`,
    [period],
  );
  return rows;
}
const paused = async () => {
  const client = await database.pool.connect();
  try {
    return await isPaused(client);
  } finally {
    client.release();
  }
};

describe('the import of a history', () => {
  it('publishes its days, weeks and months for good, and does nothing when it is run again', async () => {
    const first = await run(lines(october));
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toEqual({ taken: 960, superseded: 0, day_is_final: 0, not_summarised: 0 });
    const days = await systems('day');
    expect(days).toHaveLength(31);
    expect(days[0]).toEqual({ start: '2025-10-01', systems: 20, final: true });
    expect(days[30]).toEqual({ start: '2025-10-31', systems: 40, final: true });
    expect(await systems('month')).toEqual([{ start: '2025-10-01', systems: 40, final: true }]);
    expect((await systems('week')).map(({ start }) => start)).toEqual([
      '2025-09-29',
      '2025-10-06',
      '2025-10-13',
      '2025-10-20',
      '2025-10-27',
    ]);

    const published = await database.published('day', 'week', 'month');
    expect(JSON.parse((await run(lines(october))).out)).toMatchObject({ taken: 0, day_is_final: 960 });
    expect(await database.published('day', 'week', 'month')).toEqual(published);
    expect(await paused()).toBe(false);
  });

  it('tells readers what it is, once', async () => {
    const tenDays = october.slice(0, 200);
    const notices = async () =>
      (await database.pool.query('SELECT *, from_day::text, to_day::text FROM summary.notices')).rows;
    await run(lines(tenDays), '--notice', 'From another system');
    expect(await notices()).toMatchObject([
      { application: 'trento', notice: 'From another system', from_day: '2025-10-01', to_day: '2025-10-10' },
    ]);
    await database.clear();
    await run(lines(tenDays), '--notice', 'From another system', '--ongoing');
    await database.clear();
    await run(lines(tenDays.slice(100)), '--notice', 'From another system', '--ongoing');
    expect(await notices()).toMatchObject([{ from_day: '2025-10-01', to_day: null }]);
  });

  it.each([
    ['no JSON', '{', /^line 2: not an observation/],
    ['no observation', '{"id":1}', /^line 2: not an observation: id:/],
    [
      'an unknown source',
      JSON.stringify({ ...host(1, '2025-10-01'), application: 'stranger' }),
      /line 2: no definition/,
    ],
    ['another day', JSON.stringify({ ...host(1, '2025-10-01'), day: '2025-10-02' }), /line 2: .* is not on 2025-10-02/],
    ['the future', JSON.stringify(host(1, '2999-01-01')), /line 2: .* is yet to come/],
  ])('refuses %s and has taken in nothing', async (_, bad, why) => {
    const { code, err } = await run([...lines(october.slice(0, 1)), bad]);
    expect(code).toBe(1);
    expect(err).toMatch(why);
    expect(err).toContain('nothing has been taken in');
    expect((await database.pool.query('SELECT FROM summary.latest')).rowCount).toBe(0);
    expect(await paused()).toBe(false);
  });

  it('leaves everybody paused where it ends half done, until it comes to its end', async () => {
    const many = Array.from({ length: 2100 }, (_, i) => host(i, '2025-11-02'));
    const broken = await run([...lines(many), 'x']);
    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/^line 2101: .*\n2000 lines have been taken in, and the summarizers pause/);
    // A bad line at the very beginning does not let them go on with half of the first one.
    expect((await run(['x'])).err).toContain('0 lines have been taken in, and the summarizers pause');
    let worked = false;
    const work = unlessImporting(database.pool, async () => {
      worked = true;
    });
    await expect(work(new AbortController().signal)).rejects.toThrow('history is being imported');
    expect(await systems('day')).toEqual([]);

    expect(JSON.parse((await run(lines(many))).out)).toMatchObject({ taken: 100, superseded: 2000 });
    expect(await systems('day')).toEqual([{ start: '2025-11-02', systems: 2100, final: true }]);
    await work(new AbortController().signal);
    expect(worked).toBe(true);
  });

  it('goes on after it was killed, and is one at a time', async () => {
    const child = start();
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(
      lines(Array.from({ length: 2000 }, (_, i) => host(i, '2025-11-03')))
        .map((line) => `${line}\n`)
        .join(''),
    );
    await eventually(async () => (await database.pool.query('SELECT FROM summary.latest')).rowCount === 2000);
    expect(await run([])).toMatchObject({ code: 1, err: 'somebody else is importing\n' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await paused()).toBe(true);
    // With nothing, it publishes what is there.
    expect((await run([])).code).toBe(0);
    expect(await systems('day')).toEqual([{ start: '2025-11-03', systems: 2000, final: true }]);
    expect(await paused()).toBe(false);
  });
});
