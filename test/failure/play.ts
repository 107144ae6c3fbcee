import { join } from 'node:path';
import { randomFrom } from '../../packages/cli/src/random.ts';
import { account } from './ledger/account.ts';
import type { ScenarioResult } from './ledger/report.ts';
import { startWorkload } from './ledger/run.ts';
import { settled } from './ledger/settled.ts';
import { collect } from './ledger/stores.ts';
import { startSystem } from './rig/system.ts';
import type { Length, Scenario } from './scenario.ts';

export interface PlayOptions {
  readonly scenario: Scenario;
  readonly length: Length;
  readonly seed: string;
  readonly env: NodeJS.ProcessEnv;
  /** Is kept with all logs and answers; by default a folder that goes away. */
  readonly dataDir?: string;
  say(line: string): void;
}

export interface Played extends ScenarioResult {
  /** Everything else that was wrong: ends of processes, answers, a system that did not come to rest. */
  readonly objections: readonly string[];
}

/** Above the time that a store may need to catch up after the longest outage of all scenarios. */
const SETTLE_TIMEOUT_MS = 180_000;

/** Starts a system, breaks it under load, waits until it has come to rest, and accounts for everything. */
export async function play(options: PlayOptions): Promise<Played> {
  const { scenario, length, env, say, dataDir } = options;
  const seed = `${options.seed}/${scenario.name}`;
  const { services = {}, settings = {} } = scenario;
  const system = await startSystem({ env, services, settings, say, ...(dataDir === undefined ? {} : { dataDir }) });
  try {
    const began = performance.now();
    const { kafka, systemKeySecret } = system;
    const run = await startWorkload({
      gateways: system.gatewayUrls,
      kafka,
      systemKeySecret,
      seed,
      log: join(system.dataDir, 'answers.jsonl'),
      ...scenario.load[length],
    });
    let loading = true;
    const finished = run.finished.then(() => {
      loading = false;
    });
    const faults = await scenario.wreak({
      system,
      length,
      seed,
      random: randomFrom(seed),
      say,
    });
    const outlasted = loading ? [] : ['the load ended before the faults did: give it more records'];
    if (length === 'short') run.stop();
    await finished;
    const stores = { kafka, postgresUrl: system.stores.direct.postgres.url, influx: system.stores.direct.influx };
    const rest = await settled(run, stores, { timeoutMs: SETTLE_TIMEOUT_MS });
    const verdict = account(run.ledger, await collect(stores));
    const durationMs = performance.now() - began;
    const objections = [
      ...outlasted,
      ...(rest.settled ? [] : [`did not come to rest: ${rest.why}`]),
      ...system.unexplainedEnds(),
      ...(scenario.judge?.(run.ledger.answers.outcomes) ?? []),
    ];
    return { scenario: scenario.name, ledger: run.ledger, verdict, faults, durationMs, objections };
  } finally {
    await system.stop();
  }
}
