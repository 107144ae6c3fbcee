import { eventually } from '@heliograph/testkit';
import pg from 'pg';
import { expect, it } from 'vitest';
import { pointsOf } from '../e2e/influx.ts';
import { runSystem } from '../system/running-system.ts';

const TIMEOUT_MS = 240_000;
const CONSUMERS = ['SANITIZER', 'DEDUP', 'INFLUX_SINK', 'POSTGRES_SINK', 'SUMMARIZER'];

it('canaries take the way of all reports, say how old they are, and are in no list, figure or page of the public', {
  timeout: TIMEOUT_MS,
}, async ({ onTestFinished }) => {
  const settings = { HELIOGRAPH_GATEWAY_CANARY_EVERY_MS: '500' };
  const system = await runSystem({ settings, say: () => {} });
  onTestFinished(system.stop);
  const { variables, gatewayUrl, portalUrl, stores } = system;
  const agesOf = async (service: string) => {
    const port = variables[`HELIOGRAPH_${service}_ADMIN_PORT`];
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const sent = /^heliograph_canary_sent_timestamp_seconds\{.*\} (.*)$/m.exec(text)?.[1];
    return sent === undefined ? Number.POSITIVE_INFINITY : Date.now() / 1000 - Number(sent);
  };
  for (const service of CONSUMERS) await eventually(async () => (await agesOf(service)) < 10, TIMEOUT_MS / 4);

  const database = new pg.Pool({ connectionString: stores.postgres.url });
  onTestFinished(() => database.end());
  const count = async (from: string) =>
    Number((await database.query(`SELECT count(*) AS n FROM ${from} WHERE application = 'heliograph'`)).rows[0].n);
  await eventually(async () => (await count('telemetry.observations')) > 5, TIMEOUT_MS / 4);
  await eventually(async () => (await pointsOf(stores.influx, 'heliograph_canary', 'system_id')).length > 5);
  for (const table of ['summary.published', 'summary.definitions', 'summary.outbox'])
    expect(await count(table).catch(() => 0), table).toBe(0);

  const read = async (path: string) => (await fetch(`${portalUrl}${path}`)).text();
  await eventually(async () => {
    const { canary_age_seconds } = JSON.parse(await read('/api/v1/status'));
    return canary_age_seconds !== null && canary_age_seconds < 30;
  }, TIMEOUT_MS / 4);
  expect(await read('/status')).toMatch(/newest that has passed them is \d+ seconds old/);
  for (const path of ['/', '/api/v1/sources', '/api/v1/status'])
    expect(await read(path), path).not.toContain('canary"');
  expect((await fetch(`${portalUrl}/heliograph/canary`)).status).toBe(404);

  const forged = { application: 'heliograph', telemetry_type: 'canary', time: new Date().toISOString() };
  const answer = await fetch(`${gatewayUrl}/v1/telemetry`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...forged, payload: { system_id: '00000000-0000-4000-8000-000000000001', every_ms: 1 } }),
  });
  expect(answer.status).toBe(422);
});
