import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type System, startSystem } from '@heliograph/cli';
import pg from 'pg';

/** The whole system with stores of its own, as `npm start` runs it, and a connection to its database. */
export interface RunningSystem extends Omit<System, 'stop'> {
  readonly dataDir: string;
  readonly database: pg.Client;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
}

/** `settings` are HELIOGRAPH_ variables beside those of the environment. */
export async function runSystem(settings: Readonly<Record<string, string>> = {}): Promise<RunningSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-e2e-'));
  const env = { ...process.env, HELIOGRAPH_GATEWAY_DRAIN_ANNOUNCE_MS: '0', ...settings };
  const system = await startSystem({ dataDir, env, ephemeralPorts: true, say: () => {} });
  const database = new pg.Client({ connectionString: system.stores.postgres.url });
  await database.connect();
  return {
    ...system,
    dataDir,
    database,
    async stop() {
      await database.end();
      await system.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
