import { readTopic } from '@heliograph/stream';
import { eventually } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { measurementOf } from '../system/sources.ts';
import { pointsOf } from './influx.ts';
import { aReport, sharedSystem } from './shared-system.ts';

const MINE = '11111111-1111-4111-8111-111111111111';
const OTHERS = '22222222-2222-4222-8222-222222222222';

const { kafka, portalUrl, influx, post, rows, recordsOf } = sharedSystem();

async function report(systemId: string, version: string): Promise<void> {
  expect((await post('/v1/telemetry', aReport('owned', systemId, { version }))).status).toBe(202);
}

async function ask(what: 'erasures' | 'exports', system_id: string): Promise<string> {
  const answer = await post(`/v1/${what}`, { application: 'owned', system_id });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

interface State {
  readonly status: string;
  readonly document: string | null;
}
const stateOf = async (id: string) => (await fetch(`${portalUrl}/api/v1/requests/${id}`)).json() as Promise<State>;
const done = (id: string) =>
  eventually(async () => {
    const state = await stateOf(id);
    return state.status === 'done' && state;
  });

const versionsIn = async (table: string) => {
  const sql = `SELECT payload->>'version' AS version FROM ${table} WHERE application = 'owned' ORDER BY 1`;
  return (await rows<{ version: string }>(sql)).map(({ version }) => version);
};
/** The versions of which there is a report, in each place that keeps reports. */
const held = async () => ({
  rows: await versionsIn('telemetry.observations'),
  latest: await versionsIn('summary.latest'),
  systems: (await rows("SELECT FROM telemetry.systems WHERE application = 'owned'")).length,
  points: (await pointsOf(influx, measurementOf('owned'), 'id')).length,
});
const holds = (wanted: Awaited<ReturnType<typeof held>>) =>
  eventually(async () => {
    const found = await held();
    return JSON.stringify(found) === JSON.stringify(wanted) && found;
  }).catch(async () => expect(await held()).toEqual(wanted));

describe('the owner of a system', () => {
  it('has everything handed out, has it deleted, and starts afresh, while nobody else is touched', async () => {
    await report(MINE, '3.21.0');
    await report(OTHERS, '3.22.0');
    await holds({ rows: ['3.21.0', '3.22.0'], latest: ['3.21.0', '3.22.0'], systems: 2, points: 2 });

    const exported = await done(await ask('exports', MINE));
    const document = await (await fetch(`${portalUrl}${exported.document}`)).json();
    expect(document).toMatchObject({
      application: 'owned',
      observations: [{ telemetry_type: 'status', payload: { version: '3.21.0' } }],
      systems: [{ telemetry_type: 'status' }],
    });
    expect(JSON.stringify(document)).not.toContain(MINE);

    const erased = await ask('erasures', MINE);
    expect(await done(erased)).toMatchObject({ request: 'erasure', document: null });
    await holds({ rows: ['3.22.0'], latest: ['3.22.0'], systems: 1, points: 1 });
    const page = await (await fetch(`${portalUrl}/requests/${erased}`)).text();
    expect(page).toContain('InfluxDB');

    // The very same report as before the erasure is a new one now.
    await report(MINE, '3.21.0');
    await holds({ rows: ['3.21.0', '3.22.0'], latest: ['3.21.0', '3.22.0'], systems: 2, points: 2 });
  });

  it('leaves a tombstone in the table of systems, and no id of a request anywhere in the log', async () => {
    const id = await ask('erasures', MINE);
    await done(id);
    const systems = await recordsOf('systems', 'owned');
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
