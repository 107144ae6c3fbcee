import { Observation, type SourceEnvelope } from '@heliograph/schema';
import { readablePseudonyms, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { fleetHistory } from '../src/demo/fleet.ts';
import { observationsOf } from '../src/demo/observations.ts';

const [FIRST, SECOND] = ['7826342e-8888-4888-8888-253f89af9127', '9c1f5d0a-8888-4888-8888-253f89af9127'];
const hash = (application: string, value: string) => `${application}-${value}`.slice(0, 22);
const report: SourceEnvelope = {
  id: 'e93c2b22-5555-4555-8666-12372d2cb8ac',
  application: 'trento',
  telemetry_type: 'host_telemetry',
  time: '2026-03-04T05:06:07.123456789Z',
  payload: [
    { agent_id: FIRST, sles_version: '15-SP2', hostname: 'secret', time: '2026-03-04T05:06:07.123456789Z' },
    { agent_id: SECOND, sles_version: '15-SP3' },
  ],
};
const made = (...envelopes: SourceEnvelope[]) => [
  ...observationsOf(envelopes, shippedDefinitions(), readablePseudonyms(hash)),
];

describe('the observations of reports that were never sent', () => {
  it('are one for each system, under its hashed key, with what its definition allows', () => {
    const [first, second] = made(report);
    expect(first).toMatchObject({
      system_key: 'trento-7826342e-8888-4',
      day: '2026-03-04',
      observed_at: '2026-03-04T05:06:07.123Z',
      channel: 'production',
      payload: { agent_id: 'trento-7826342e-8888-4', sles_version: '15-SP2' },
      removed: ['/hostname'],
    });
    expect(JSON.stringify(first)).not.toContain('secret');
    expect(second).toMatchObject({ system_key: 'trento-9c1f5d0a-8888-4' });
  });

  it('are of the development channel where the definition says so', () => {
    const status = { application: 'pulp', telemetry_type: 'status', time: report.time };
    const payload = { system_id: 's1', version: '3.23.0.dev' };
    expect(made({ ...status, payload })).toMatchObject([{ channel: 'development' }]);
  });

  it('are none without a definition', () => {
    expect(made({ ...report, application: 'stranger' })).toEqual([]);
  });

  it('are what the pipeline’s own would be, with an id each', () => {
    const lateWindows = { trento: 172_800_000, pulp: 604_800_000 };
    const history = fleetHistory({ seed: 1, systems: 3, nowMs: Date.parse('2026-11-17T13:00:00Z'), lateWindows });
    const observations = [...observationsOf(history, shippedDefinitions(), readablePseudonyms(hash))];
    expect(observations.length).toBeGreaterThan(300);
    for (const observation of observations) Observation.parse(observation);
    expect(new Set(observations.map(({ id }) => id)).size).toBe(observations.length);
  });
});
