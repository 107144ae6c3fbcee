import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type System, startSystem } from '@heliograph/devtools';
import { freshFolder } from '@heliograph/local-stack';
import { variableName } from '@heliograph/runtime';
import { compileCache } from '../../packages/testkit/src/compile-cache.ts';
import { definitionFile } from '../../packages/testkit/src/definitions-folder.ts';
import { Config } from '../../services/gateway/src/config.ts';
import { TEST_SOURCES } from './sources.ts';

/** The whole system with stores of its own, as `npm start` runs it. */
export interface RunningSystem extends System {
  readonly dataDir: string;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
}

export interface RunOptions {
  /** HELIOGRAPH_ variables beside those of the environment. */
  readonly settings?: Readonly<Record<string, string>>;
  say(line: string): void;
}

const ROOT = new URL('../..', import.meta.url);
const SHIPPED_DEFINITIONS = fileURLToPath(new URL('packages/schema/definitions', ROOT));

/** `npm start` lifts the limits of senders; the tests shall meet those that a gateway has by itself. */
const DEFAULT_LIMITS = Object.fromEntries(
  Object.entries(Config.shape)
    .filter(([setting]) => setting.startsWith('gatewayRateLimit'))
    .map(([setting, schema]) => [variableName(setting), String(schema.parse(undefined))]),
);

/** Starts a system for tests, with the shipped definitions and those of TEST_SOURCES, at the limits of a real gateway. */
export async function runSystem({ settings = {}, say }: RunOptions): Promise<RunningSystem> {
  const dataDir = await freshFolder('heliograph-system-');
  const definitions = join(dataDir, 'definitions');
  try {
    await cp(SHIPPED_DEFINITIONS, definitions, { recursive: true });
    for (const source of TEST_SOURCES)
      await writeFile(join(definitions, `${source.application}.yaml`), definitionFile(source, '7d'));
    const env = {
      // Kept from run to run: a start from sources that were compiled before takes half of the time.
      ...compileCache,
      ...process.env,
      ...DEFAULT_LIMITS,
      // Tests count what they send.
      HELIOGRAPH_GATEWAY_CANARY_EVERY_MS: '0',
      HELIOGRAPH_DEFINITIONS_FOLDER: definitions,
      ...settings,
    };
    const system = await startSystem({ dataDir, env, ephemeralPorts: true, shortLived: true, say });
    return {
      ...system,
      dataDir,
      async stop() {
        await system.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}
