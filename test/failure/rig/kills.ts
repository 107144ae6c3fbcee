import type { ServiceName } from '@heliograph/schema';
import { type Action, type ChaosOptions, type Done, injectRandomly, pick } from './chaos.ts';
import type { System } from './system.ts';

/** Kills a random instance of some services; one that is not there just then counts for nothing. */
function killing(system: System, services: readonly ServiceName[], signal: NodeJS.Signals = 'SIGKILL'): Action {
  return {
    name: signal,
    async act(random) {
      const instance = pick(system.instances(...services), random);
      return (await system.kill(instance, signal)) && instance;
    },
  };
}

export interface Kills extends Pick<ChaosOptions, 'seed' | 'between' | 'say'> {
  readonly kills: number;
  readonly targets: readonly ServiceName[];
  readonly signal?: AbortSignal;
}

/** `kill -9` of so many random instances at random moments. */
export function killRandomly(system: System, { kills, targets, ...rest }: Kills): Promise<Done[]> {
  return injectRandomly({ ...rest, count: kills, actions: [killing(system, targets)] });
}
