import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pseudonymsOf } from '@heliograph/runtime';
import { eventually } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type System, startSystem } from './system.ts';

/** Longer than a record needs from end to end. */
const NOT_YET_MS = 1_500;
/** A group that has lost a member waits for it as long as its session lasts. */
const RECOVERED_MS = 25_000;

let system: System;

beforeAll(async () => {
  const services = { 'influx-sink': 0, summarizer: 0 };
  system = await startSystem({ env: process.env, services, say: () => {} });
}, 120_000);

afterAll(() => system?.stop());

/** A report of a system that nobody has heard of before, by whose key it is known in the stores. */
async function send(): Promise<{ key: string; status: number }> {
  const system_id = randomUUID();
  const payload = {
    system_id,
    version: '3.21.0',
    plugins: { rpm: '3.18.1' },
    online_workers: { hosts: 1, processes: 4 },
    online_content_apps: { hosts: 1, processes: 2 },
    postgresql_version: 130_014,
  };
  const envelope = { application: 'pulp', telemetry_type: 'status', time: new Date().toISOString(), payload };
  const [gateway] = system.gatewayUrls();
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${gateway}/v1/telemetry`, { method: 'POST', headers, body: JSON.stringify(envelope) });
  await answer.body?.cancel();
  return { key: pseudonymsOf(system.systemKeySecret).system('pulp', system_id), status: answer.status };
}

async function hasRow(key: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: system.stores.direct.postgres.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query('SELECT FROM telemetry.observations WHERE system_key = $1', [key])).rowCount === 1;
  } finally {
    await client.end();
  }
}

/** Sends reports until one is taken, and waits for its row. */
async function aReportArrives(): Promise<void> {
  const { key } = await eventually(async () => {
    const sent = await send();
    return sent.status === 202 && sent;
  }, RECOVERED_MS);
  await eventually(() => hasRow(key), RECOVERED_MS);
}

const isThere = (pid: number | undefined) => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('instances', () => {
  it('that are killed come back', async () => {
    const before = system.pid('dedup-1');
    expect(await system.kill('dedup-1')).toBe(true);
    expect(system.ends().at(-1)).toMatchObject({ instance: 'dedup-1', pid: before, signal: 'SIGKILL', wasReady: true });
    await system.ready();
    expect(system.pid('dedup-1')).not.toBe(before);
    await aReportArrives();
  });

  it('that are frozen say nothing, and go on when they are thawed', async () => {
    const pid = system.pid('sanitizer-1');
    system.freeze('sanitizer-1');
    expect(system.isFrozen('sanitizer-1')).toBe(true);
    const [url] = system.adminUrls('sanitizer');
    await expect(fetch(`${url}/livez`, { signal: AbortSignal.timeout(500) })).rejects.toThrow('timeout');
    system.thaw('sanitizer-1');
    await aReportArrives();
    expect(system.pid('sanitizer-1')).toBe(pid);
  });

  it('become more and fewer', async () => {
    await system.scale('dedup', 3);
    expect(system.instances('dedup')).toEqual(['dedup-1', 'dedup-2', 'dedup-3']);
    for (const url of system.adminUrls('dedup')) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await system.scale('dedup', 1);
    expect(system.instances('dedup')).toEqual(['dedup-1']);
    expect(system.ends().slice(-2)).toMatchObject([{ code: 0 }, { code: 0 }]);
    await aReportArrives();
  });
});

describe('stores', () => {
  it('PostgreSQL comes up on its data, and what was sent meanwhile arrives', async () => {
    const before = await send();
    await eventually(() => hasRow(before.key));
    await system.stores.postgres.stop();
    await expect(hasRow(before.key)).rejects.toThrow('ECONNREFUSED');
    const meanwhile = await send();
    expect(meanwhile.status).toBe(202);
    await system.stores.postgres.start();
    expect(await hasRow(before.key)).toBe(true);
    await eventually(() => hasRow(meanwhile.key), RECOVERED_MS);
  });

  const faults = [
    ['read-only', () => system.stores.faults.readOnly()],
    ['closed to logins', () => system.stores.faults.refuseLogins()],
    ['locked', () => system.stores.faults.lock('telemetry.observations')],
    ['full', () => system.stores.faults.failWrites('telemetry.observations', '53100')],
  ] as const;
  it.each(faults)('PostgreSQL is %s for a while, and then everything arrives', async (_, begin) => {
    const end = await begin();
    const { key } = await send();
    await sleep(NOT_YET_MS);
    // The lock keeps readers out as well.
    const isThere = await Promise.race([hasRow(key).catch(() => false), sleep(500, false)]);
    await end();
    expect(isThere).toBe(false);
    await eventually(() => hasRow(key), RECOVERED_MS);
  });
});

describe('the report', () => {
  it('names nothing that the rig has done', () => {
    expect(system.unexplainedEnds()).toEqual([]);
  });

  it('names an end that nobody caused', async () => {
    process.kill(system.pid('dedup-1') ?? 0, 'SIGKILL');
    const [line] = await eventually(async () => system.unexplainedEnds().length > 0 && system.unexplainedEnds());
    expect(line).toContain('dedup-1');
    expect(line).toContain('SIGKILL: unexplained');
    await system.ready();
  });
});

describe('the end', () => {
  it('leaves nothing, not even what is frozen', async () => {
    system.freeze('dedup-1');
    const pids = system.instances().map(system.pid);
    expect(pids.map(isThere)).toEqual(pids.map(() => true));
    await system.stop();
    expect(pids.map(isThere)).toEqual(pids.map(() => false));
    await expect(hasRow(randomUUID())).rejects.toThrow('ECONNREFUSED');
  });
});
