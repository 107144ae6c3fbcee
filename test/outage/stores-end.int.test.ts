import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SAMPLE } from '@heliograph/devtools';
import { eventually } from '@heliograph/testkit';
import pg from 'pg';
import { expect, it } from 'vitest';
import { pointsOf } from '../e2e/influx.ts';
import { runSystem } from '../system/running-system.ts';

const TIMEOUT_MS = 300_000;
const STORES = { kafka: 'Kafka', postgres: 'PostgreSQL', influx: 'InfluxDB' } as const;

it('a store that is killed under npm start is started again, which it says, and the pipeline goes on', {
  timeout: TIMEOUT_MS,
}, async ({ onTestFinished }) => {
  const said: string[] = [];
  const system = await runSystem({ say: (line) => void said.push(line) });
  onTestFinished(system.stop);
  for (const [name, title] of Object.entries(STORES)) {
    const { pid } = JSON.parse(await readFile(join(system.dataDir, 'run', `${name}.json`), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await eventually(async () => said.includes(`${title} ended unexpectedly (SIGKILL); starting it again in 1 s`));
  }
  for (const title of Object.values(STORES))
    await eventually(async () => said.includes(`${title} is back`), TIMEOUT_MS / 2);

  const post = () =>
    fetch(`${system.gatewayUrl}/v1/telemetry`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(SAMPLE),
    });
  await eventually(async () => (await post()).status === 202, TIMEOUT_MS / 2);
  const database = new pg.Pool({ connectionString: system.stores.postgres.url });
  onTestFinished(() => database.end());
  database.on('error', () => undefined);
  const rows = async () => (await database.query('SELECT 1 FROM telemetry.observations')).rowCount ?? 0;
  await eventually(async () => (await rows()) >= 2, TIMEOUT_MS / 2);
  const points = async () => (await pointsOf(system.stores.influx, 'host_telemetry', 'agent_id')).length;
  await eventually(async () => (await points()) >= 2, TIMEOUT_MS / 2);
  // The services waited for what had ended.
  expect(said.filter((line) => /ended unexpectedly/.test(line))).toHaveLength(Object.keys(STORES).length);
});
