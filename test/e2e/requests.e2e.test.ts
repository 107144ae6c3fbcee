import { readTopic } from '@heliograph/stream';
import { eventually } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointsOf } from './influx.ts';
import { type RunningSystem, runSystem } from './running-system.ts';

const MINE = '11111111-1111-4111-8111-111111111111';
const OTHERS = '22222222-2222-4222-8222-222222222222';

let system: RunningSystem;
beforeAll(async () => {
  system = await runSystem();
});
afterAll(() => system?.stop());

const post = (path: string, body: unknown) =>
  fetch(`${system.gatewayUrl}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

async function report(system_id: string, version: string): Promise<void> {
  const payload = {
    system_id,
    version,
    plugins: {},
    online_workers: { hosts: 1, processes: 4 },
    online_content_apps: { hosts: 1, processes: 2 },
    postgresql_version: 130_014,
  };
  const envelope = { application: 'pulp', telemetry_type: 'status', time: new Date().toISOString(), payload };
  expect((await post('/v1/telemetry', envelope)).status).toBe(202);
}

async function ask(what: 'erasures' | 'exports', system_id: string): Promise<string> {
  const answer = await post(`/v1/${what}`, { application: 'pulp', system_id });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

interface State {
  readonly status: string;
  readonly document: string | null;
}
const stateOf = async (id: string) =>
  (await fetch(`${system.portalUrl}/api/v1/requests/${id}`)).json() as Promise<State>;
const done = (id: string) =>
  eventually(async () => {
    const state = await stateOf(id);
    return state.status === 'done' && state;
  }, 30_000);

const versions = async (sql: string) =>
  (await system.database.query<{ version: string }>(sql)).rows.map(({ version }) => version).toSorted();
/** The versions of which there is a report, in each place that keeps reports. */
const held = async () => ({
  rows: await versions("SELECT payload->>'version' AS version FROM telemetry.observations"),
  latest: await versions("SELECT payload->>'version' AS version FROM summary.latest"),
  systems: (await system.database.query('SELECT count(*)::int AS n FROM telemetry.systems')).rows[0].n,
  points: (await pointsOf(system.stores.influx, 'pulp_status')).length,
});
const holds = (wanted: Awaited<ReturnType<typeof held>>) =>
  eventually(async () => {
    const found = await held();
    return JSON.stringify(found) === JSON.stringify(wanted) && found;
  }, 30_000).catch(async () => expect(await held()).toEqual(wanted));

describe('the owner of a system', () => {
  it('has everything handed out, has it deleted, and starts afresh, while nobody else is touched', async () => {
    await report(MINE, '3.21.0');
    await report(OTHERS, '3.22.0');
    await holds({ rows: ['3.21.0', '3.22.0'], latest: ['3.21.0', '3.22.0'], systems: 2, points: 2 });

    const exported = await done(await ask('exports', MINE));
    const document = await (await fetch(`${system.portalUrl}${exported.document}`)).json();
    expect(document).toMatchObject({
      application: 'pulp',
      observations: [{ telemetry_type: 'status', payload: { version: '3.21.0' } }],
      systems: [{ telemetry_type: 'status' }],
    });
    expect(JSON.stringify(document)).not.toContain(MINE);

    const erased = await ask('erasures', MINE);
    expect(await done(erased)).toMatchObject({ request: 'erasure', document: null });
    await holds({ rows: ['3.22.0'], latest: ['3.22.0'], systems: 1, points: 1 });
    const page = await (await fetch(`${system.portalUrl}/requests/${erased}`)).text();
    expect(page).toContain('InfluxDB');

    // The very same report as before the erasure is a new one now.
    await report(MINE, '3.21.0');
    await holds({ rows: ['3.21.0', '3.22.0'], latest: ['3.21.0', '3.22.0'], systems: 2, points: 2 });
  });

  it('leaves a tombstone in the table of systems, and no id of a request anywhere in the log', async () => {
    const id = await ask('erasures', MINE);
    await done(id);
    const kafka = { brokers: system.stores.kafka.brokers, clientId: 'e2e', topicPrefix: 'telemetry' };
    const systems = await readTopic(kafka, 'systems');
    const last = new Map(systems.map(({ key, value }) => [key, value]));
    expect([...last.values()].filter((value) => value !== null)).toHaveLength(1);
    for (const topic of ['raw', 'sanitized', 'observations', 'seen', 'erasures'] as const)
      for (const { key, value } of await readTopic(kafka, topic)) expect(`${key} ${value}`).not.toContain(id);
  });

  it('is told the same of a system that nobody has heard of', async () => {
    const id = await ask('erasures', '33333333-3333-4333-8333-333333333333');
    const unknown = await done(id);
    const known = await done(await ask('erasures', OTHERS));
    expect(Object.keys(unknown).toSorted()).toEqual(Object.keys(known).toSorted());
    expect(await stateOf('44444444-4444-4444-8444-444444444444')).toMatchObject({ status: 'waiting' });
  });
});
