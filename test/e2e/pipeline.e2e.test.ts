import { SAMPLE } from '@heliograph/devtools';
import { eventually } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { titleOf } from '../system/sources.ts';
import { type Point, pointsOf } from './influx.ts';
import { aReport, sharedSystem } from './shared-system.ts';

/** The summarizer is not ready while the demo of another file imports its history: far above what that takes on a busy machine. */
const HISTORY_IMPORT_MS = 300_000;

const DAY_MS = 86_400_000;

const { post, rows, recordsOf, influx, portalUrl } = sharedSystem();

interface Row {
  readonly id: string;
  readonly system_key: string;
  readonly time: string;
  readonly observed_at: Date;
  readonly received_at: Date;
  readonly clock_clamped: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Of the hosts of the sample, known by the time at which they say that they reported. */
const rowsAt = (time: string) =>
  rows<Row>("SELECT * FROM telemetry.observations WHERE application = 'trento' AND time = $1", [time]);

const observationsAt = async (time: string) =>
  (await recordsOf('observations', 'trento'))
    .map(({ value }) => JSON.parse(value?.toString() ?? '{}'))
    .filter((observation) => observation.time === time);

const pointsOfHosts = async (hosts: readonly Row[]) => {
  const keys = hosts.map(({ system_key }) => system_key);
  return (await pointsOf(influx, 'host_telemetry', 'agent_id')).filter(({ system }: Point) => keys.includes(system));
};

/** Rows of a time, with their points: once two of each are there. */
const arrived = (time: string, points: number) =>
  eventually(async () => {
    const hosts = await rowsAt(time);
    return hosts.length >= 2 && (await pointsOfHosts(hosts)).length >= points && hosts;
  });

const at = (time: string) => ({ ...SAMPLE, time, payload: SAMPLE.payload.map((host) => ({ ...host, time })) });

interface StatusReport {
  readonly state: string;
  readonly services: readonly { readonly service: string; readonly ready: number }[];
  readonly sources: readonly {
    readonly application: string;
    readonly counts: { readonly stages: readonly object[] } | null;
  }[];
}

describe('the sample that npm start prints', () => {
  it('becomes two rows, two points and two observations', async () => {
    const answer = await post('/v1/telemetry', SAMPLE);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ results: [{ status: 'accepted', records: 2 }] });

    const hosts = await arrived(SAMPLE.time, 2);
    const observations = await observationsAt(SAMPLE.time);
    expect([hosts.length, (await pointsOfHosts(hosts)).length, observations.length]).toEqual([2, 2, 2]);
    expect(new Set(hosts.map(({ id }) => id))).toEqual(new Set(observations.map(({ id }) => id)));
    expect(hosts[0]?.payload).toMatchObject({ sles_version: '15-SP2', cpu_count: 2, cloud_provider: 'azure' });
  });

  it('keeps of a host only its keyed hash', async () => {
    const hosts = await rowsAt(SAMPLE.time);
    const everything = JSON.stringify([hosts, await observationsAt(SAMPLE.time)]);
    for (const id of SAMPLE.payload.flatMap(({ agent_id, installation_id }) => [agent_id, installation_id]))
      expect(everything).not.toContain(id);
    expect(hosts[0]?.payload.agent_id).toBe(hosts[0]?.system_key);
  });

  it('counts for today, because its own time lies in 2021, and keeps that time as it was sent', async () => {
    for (const row of await rowsAt(SAMPLE.time)) {
      expect(row).toMatchObject({ clock_clamped: true, time: '2021-11-23T11:04:02.462687463+01:00' });
      expect(Math.abs(Date.now() - row.observed_at.getTime())).toBeLessThan(60_000);
      expect(row.observed_at).toEqual(row.received_at);
    }
  });

  it('is counted once, however often it is sent', async () => {
    expect((await post('/v1/telemetry', SAMPLE)).status).toBe(202);
    // Of the same hosts, and so behind it in every partition that it could have come through.
    const later = at(new Date(Date.now() - DAY_MS).toISOString());
    expect((await post('/v1/telemetry', later)).status).toBe(202);
    await arrived(later.time, 4);
    const hosts = await rowsAt(SAMPLE.time);
    const observations = await observationsAt(SAMPLE.time);
    expect([hosts.length, (await pointsOfHosts(hosts)).length, observations.length]).toEqual([2, 4, 2]);
  });
});

describe('the public', () => {
  it('sees the versions of a past day once enough systems have reported', async () => {
    const time = new Date(Date.now() - 2 * DAY_MS).toISOString();
    const day = time.slice(0, 10);
    const reports = Array.from({ length: 25 }, (_, i) =>
      aReport('versions', `system-${i}`, { time, version: i < 12 ? '3.21.0' : '3.22.1' }),
    );
    expect((await post('/v1/telemetry', reports)).status).toBe(202);
    const url = `${portalUrl}/api/v1/summaries?application=versions&telemetry_type=status&from=${day}&to=${day}`;
    const text = await eventually(async () => {
      const body = await (await fetch(url)).text();
      return body.includes('3.22') && body;
    });
    expect(text).toContain('3.21');
    const page = await (await fetch(`${portalUrl}/`)).text();
    expect(page).toContain(titleOf('versions'));
    expect(page).toContain('3.22');
  });

  it(
    'is told what became of the reports, in multiples of the smallest group that is shown',
    async () => {
      const reports = ['one', 'another'].map((id) => aReport('counted', id));
      expect((await post('/v1/telemetry', reports)).status).toBe(202);
      expect((await post('/v1/telemetry', reports)).status).toBe(202);
      const counts = [
        { service: 'sanitizer', ok: 10, dropped: {}, dead: 0 },
        { service: 'dedup', ok: 10, dropped: { duplicate_content: 10 }, dead: 0 },
        { service: 'influx-sink', ok: 10, dropped: {}, dead: 0 },
        { service: 'postgres-sink', ok: 10, dropped: {}, dead: 0 },
        { service: 'summarizer', ok: 10, dropped: {}, dead: 0 },
      ];
      const status = await eventually(async () => {
        const report = (await (await fetch(`${portalUrl}/api/v1/status`)).json()) as StatusReport;
        const stages = report.sources.find(({ application }) => application === 'counted')?.counts?.stages;
        return report.state === 'fine' && JSON.stringify(stages) === JSON.stringify(counts) && report;
      }, HISTORY_IMPORT_MS);
      expect(status).toMatchObject({ troubles: [], multiples_of: 10 });
      expect(status.services.map(({ service, ready }) => [service, ready])).toEqual([
        ['gateway', 1],
        ['sanitizer', 1],
        ['dedup', 1],
        ['influx-sink', 1],
        ['postgres-sink', 1],
        ['summarizer', 1],
      ]);
      const page = await (await fetch(`${portalUrl}/status`)).text();
      expect(page).toContain('All systems operational.');
      expect(page).not.toContain('127.0.0.1');
    },
    2 * HISTORY_IMPORT_MS,
  );
});
