import { setTimeout as sleep } from 'node:timers/promises';
import type { Undo } from '../rig/postgres-faults.ts';
import type { Stage } from '../scenario.ts';
import type { FaultKind } from './kinds.ts';

/** A fault that begins, lasts, and is ended. */
export interface Fault {
  readonly kind: FaultKind;
  readonly forMs: number;
  /** Resolves when it has begun, with what ends it. */
  begin(stage: Stage): Promise<Undo>;
}

/** Injects faults at the same time, and waits until the system has recovered from all of them. */
export async function inject(stage: Stage, ...faults: readonly Fault[]): Promise<void> {
  stage.say(faults.map(({ kind }) => kind).join(' and '));
  await Promise.all(
    faults.map(async ({ kind, forMs, begin }) => {
      const end = await begin(stage);
      stage.count(kind);
      await sleep(forMs);
      await end();
    }),
  );
  await stage.system.ready();
}

/** Injects them one after the other, with a pause of one to two seconds of undisturbed work before each. */
export async function injectInTurn(stage: Stage, faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) {
    await sleep(1_000 + stage.random() * 1_000);
    await inject(stage, fault);
  }
}
