import { join } from 'node:path';
import { randomFrom } from '../../packages/devtools/src/random.ts';
import { type FaultKind, notInjected } from './faults/kinds.ts';
import { account } from './ledger/account.ts';
import { renamedAsSanitized } from './ledger/record-id.ts';
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
  /** Everything else that was wrong: ends of processes, requests without an answer, faults that were not injected. */
  readonly objections: readonly string[];
}

/**
 * Starts a system, breaks it under load, waits until all has come through, and accounts for everything. Rejects where the
 * system does not start or does not recover.
 */
export async function play(options: PlayOptions): Promise<Played> {
  const { scenario, length, env, say, dataDir } = options;
  const seed = `${options.seed}/${scenario.name}`;
  const { services = {}, settings = {} } = scenario;
  const began = performance.now();
  const system = await startSystem({ env, services, settings, say, ...(dataDir === undefined ? {} : { dataDir }) });
  try {
    const { kafka, systemKeySecret } = system;
    const run = await startWorkload({
      gateways: system.gatewayUrls,
      kafka,
      systemKeySecret,
      seed,
      log: join(system.dataDir, 'answers.jsonl'),
      endless: true,
      ...scenario.load[length],
    });
    let loading = true;
    const finished = run.finished.then(() => {
      loading = false;
    });
    const faults = new Map<FaultKind, number>();
    const undisturbed: Promise<readonly string[]>[] = [];
    await scenario.run({
      system,
      length,
      seed,
      random: randomFrom(seed),
      say,
      count: (kind, times = 1) => void faults.set(kind, (faults.get(kind) ?? 0) + times),
      async undisturbed(act) {
        const fromMs = Date.now();
        await act();
        const toMs = Date.now();
        // Those that are under way now are counted once they have ended.
        undisturbed.push(finished.then(() => run.ledger.answers.failuresBetween(fromMs, toMs)));
      },
    });
    const outlasted = loading ? [] : ['the load ended before the faults did: give it more records'];
    say('all faults are over');
    run.stop();
    await finished;
    const stores = { kafka, postgresUrl: system.stores.direct.postgres.url, influx: system.stores.direct.influx };
    await settled(run, stores, system.details);
    say('all has come through');
    const verdict = account(run.ledger, renamedAsSanitized(await collect(stores), run.ledger.workload));
    const objections = [
      ...outlasted,
      ...notInjected(scenario.kinds, faults),
      ...system.unexplainedEnds(),
      ...(await Promise.all(undisturbed)).flat(),
    ];
    const durationMs = performance.now() - began;
    return { scenario: scenario.name, ledger: run.ledger, verdict, faults, durationMs, objections };
  } finally {
    await system.stop();
  }
}
