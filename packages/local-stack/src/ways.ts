import { StackError } from './stack-error.ts';

/** Why a way of having a service is not open on this machine, in a few words. */
export interface Missing {
  readonly missing: string;
}

/** One way of having a service. A way that is open and then fails rejects: nothing else is tried behind its back. */
export interface Way<T> {
  /** Says whether the way is open: how to go it, or what is missing. */
  look(): Promise<(() => Promise<T>) | Missing>;
}

/** The ways of having a service, in the order in which they are tried. */
export interface Plan<T> {
  readonly title: string;
  readonly ways: readonly Way<T>[];
  /** What to do where none is open. */
  readonly mend: string;
}

/** Goes the first way that is open. Where none is, a StackError with what each lacks, and how to mend it. */
export async function goFirstOpenWay<T>(plan: Plan<T>, signal: AbortSignal): Promise<T> {
  const go = await findOpenWay(plan, signal);
  return go();
}

/** How to go the first way that is open; rejects as `goFirstOpenWay` does. */
export async function findOpenWay<T>(plan: Plan<T>, signal: AbortSignal): Promise<() => Promise<T>> {
  const lacking: string[] = [];
  for (const way of plan.ways) {
    signal.throwIfAborted();
    const found = await way.look();
    if (typeof found === 'function') return found;
    lacking.push(found.missing);
  }
  throw new StackError(`${plan.title} cannot be started (${lacking.join('; ')}). ${plan.mend}`);
}
