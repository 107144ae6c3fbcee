import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, randomFrom } from '../../../packages/devtools/src/random.ts';

/** Something that may happen. `random` decides what an action leaves open: which instance, for how long. */
export interface Action {
  readonly name: string;
  /** Gives back what exactly was done; false where there was nothing to do it to, and it is then tried again soon. */
  act(random: Random): Promise<string | false>;
}

export interface ChaosOptions {
  /** Equal seeds give equal schedules; what the processes make of them is their own affair. */
  readonly seed: string;
  readonly actions: readonly Action[];
  /** How many are done, one after the other. */
  readonly count: number;
  /** The shortest and the longest time between two, in ms. */
  readonly between: readonly [number, number];
  /** Ends the chaos early, after the action that is under way. */
  readonly signal?: AbortSignal;
  say(line: string): void;
}

export interface Planned {
  readonly afterMs: number;
  readonly action: Action;
  readonly random: Random;
}

export interface Done {
  readonly at: string;
  readonly what: string;
}

const AGAIN_MS = 50;

/** The schedule of a seed. */
export function plan({ seed, actions, count, between }: Omit<ChaosOptions, 'say'>): Planned[] {
  const [shortest, longest] = between;
  return Array.from({ length: count }, (_, i) => {
    // A sequence of its own for each, so that what one action draws does not move the others.
    const random = randomFrom(`${seed}/${i}`);
    const afterMs = shortest + random() * (longest - shortest);
    return { afterMs, action: pick(actions, random), random };
  });
}

/** Does what the seed says, and gives back what was done and when. Rejects with the first error of an action. */
export async function injectRandomly(options: ChaosOptions): Promise<Done[]> {
  const { say, signal = new AbortController().signal } = options;
  const done: Done[] = [];
  for (const { afterMs, action, random } of plan(options)) {
    await pause(afterMs, signal);
    let what: string | false = false;
    while (what === false && !signal.aborted) {
      what = await action.act(random);
      if (what === false) await pause(AGAIN_MS, signal);
    }
    if (what === false) break;
    const at = new Date().toISOString();
    done.push({ at, what: `${action.name}: ${what}` });
    say(`${at} ${action.name}: ${what}`);
  }
  return done;
}

/** One of the choices. Throws where there is none. */
export function pick<T>(choices: readonly T[], random: Random): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new Error('nothing to choose from');
  return choice;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
