import { setTimeout as sleep } from 'node:timers/promises';
import { SAMPLE } from '@heliograph/cli';
import { readTopic } from '@heliograph/stream';
import { eventually } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointsOf } from './influx.ts';
import { type RunningSystem, runSystem } from './running-system.ts';

const DAY_MS = 86_400_000;
/** Longer than the whole pipeline needs for a record, so that what has not come by then will not come. */
const SETTLED_MS = 3000;

let system: RunningSystem;
beforeAll(async () => {
  system = await runSystem({ HELIOGRAPH_SUMMARIZER_GRACE_MS: '0' });
});
afterAll(() => system?.stop());

const send = (envelope: unknown) =>
  fetch(`${system.gatewayUrl}/v1/telemetry`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(envelope),
  });

const kafka = () => ({ brokers: system.stores.kafka.brokers, clientId: 'e2e', topicPrefix: 'telemetry' });

const rowsOf = async (application: string) => {
  const { rows } = await system.database.query('SELECT * FROM telemetry.observations WHERE application = $1', [
    application,
  ]);
  return rows;
};

const observationsOf = async (application: string) =>
  (await readTopic(kafka(), 'observations'))
    .map(({ value }) => JSON.parse(value?.toString() ?? '{}'))
    .filter((observation) => observation.application === application);

interface StatusReport {
  readonly services: readonly { readonly service: string; readonly ready: number }[];
  readonly sources: readonly { readonly counts: { readonly stages: readonly object[] } | null }[];
}

describe('the running system', () => {
  it('takes the sample of two hosts: two rows, two points, two observations', async () => {
    const answer = await send(SAMPLE);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ results: [{ status: 'accepted', records: 2 }] });

    const rows = await eventually(async () => {
      const found = await rowsOf('trento');
      return found.length >= 2 && found;
    });
    const points = await eventually(async () => {
      const found = await pointsOf(system.stores.influx, 'host_telemetry');
      return found.length >= 2 && found;
    });
    const observations = await observationsOf('trento');
    expect([rows.length, points.length, observations.length]).toEqual([2, 2, 2]);
    expect(new Set(rows.map((row) => row.id))).toEqual(new Set(observations.map(({ id }) => id)));
    expect(rows[0].payload).toMatchObject({ sles_version: '15-SP2', cpu_count: 2, cloud_provider: 'azure' });
  });

  it('keeps of a host only its keyed hash', async () => {
    const everything = JSON.stringify([await rowsOf('trento'), await observationsOf('trento')]);
    for (const id of SAMPLE.payload.flatMap(({ agent_id, installation_id }) => [agent_id, installation_id]))
      expect(everything).not.toContain(id);
    const [row] = await rowsOf('trento');
    expect(row.payload.agent_id).toBe(row.system_key);
  });

  it('counts the sample for today, because its own time lies in 2021, and keeps that time as it was sent', async () => {
    for (const row of await rowsOf('trento')) {
      expect(row).toMatchObject({ clock_clamped: true, time: '2021-11-23T11:04:02.462687463+01:00' });
      expect(Math.abs(Date.now() - row.observed_at.getTime())).toBeLessThan(60_000);
      expect(row.observed_at).toEqual(row.received_at);
    }
  });

  it('still has two of each after the sample was sent again', async () => {
    expect((await send(SAMPLE)).status).toBe(202);
    await eventually(async () => (await readTopic(kafka(), 'sanitized')).length >= 4);
    await sleep(SETTLED_MS);
    const counts = [
      (await rowsOf('trento')).length,
      (await pointsOf(system.stores.influx, 'host_telemetry')).length,
      (await observationsOf('trento')).length,
    ];
    expect(counts).toEqual([2, 2, 2]);
  });

  it('shows the versions of a past day to the public once enough systems have reported', async () => {
    const at = new Date(Date.now() - 2 * DAY_MS);
    const day = at.toISOString().slice(0, 10);
    const reports = Array.from({ length: 25 }, (_, i) => ({
      application: 'pulp',
      telemetry_type: 'status',
      time: at.toISOString(),
      payload: {
        system_id: `00000000-0000-4000-8000-0000000000${String(i).padStart(2, '0')}`,
        version: i < 12 ? '3.21.0' : '3.22.1',
        plugins: { rpm: '3.18.1' },
        online_workers: { hosts: 1, processes: 4 },
        online_content_apps: { hosts: 1, processes: 2 },
        postgresql_version: 130_014,
      },
    }));
    expect((await send(reports)).status).toBe(202);
    const url = `${system.portalUrl}/api/v1/summaries?application=pulp&telemetry_type=status&from=${day}&to=${day}`;
    const text = await eventually(async () => {
      const body = await (await fetch(url)).text();
      return body.includes('3.22') && body;
    });
    expect(text).toContain('3.21');
    const page = await (await fetch(`${system.portalUrl}/`)).text();
    expect(page).toContain('Daily status of a Pulp system');
    expect(page).toContain('3.22');
  });

  it('tells everybody what became of the reports, in multiples of the smallest group that is shown', async () => {
    const status = await eventually(async () => {
      const report = (await (await fetch(`${system.portalUrl}/api/v1/status`)).json()) as StatusReport;
      return report.sources[1]?.counts?.stages.length === 5 && report;
    }, 30_000);
    expect(status).toMatchObject({ state: 'fine', troubles: [], multiples_of: 10 });
    expect(status.services.map(({ service, ready }) => [service, ready])).toEqual([
      ['gateway', 1],
      ['sanitizer', 1],
      ['dedup', 1],
      ['influx-sink', 1],
      ['postgres-sink', 1],
      ['summarizer', 1],
    ]);
    expect(status.sources[1]).toMatchObject({ application: 'trento', telemetry_type: 'host_telemetry' });
    expect(status.sources[1]?.counts?.stages.slice(0, 4)).toEqual([
      { service: 'sanitizer', ok: 10, dropped: {}, dead: 0 },
      { service: 'dedup', ok: 10, dropped: { duplicate_content: 10 }, dead: 0 },
      { service: 'influx-sink', ok: 10, dropped: {}, dead: 0 },
      { service: 'postgres-sink', ok: 10, dropped: {}, dead: 0 },
    ]);
    const page = await (await fetch(`${system.portalUrl}/status`)).text();
    expect(page).toContain('Everything works.');
    expect(page).not.toContain('127.0.0.1');
  });
});
