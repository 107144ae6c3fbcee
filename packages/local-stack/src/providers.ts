import { StackError } from './stack-error.ts';

/** Why a provider cannot be used on this machine, in a few words. */
export interface Missing {
  readonly missing: string;
}

/** One source of a service. A provider that is available and then fails rejects: no other is tried after it. */
export interface Provider<T> {
  /** Says whether the provider is available: how to start it, or what is missing. */
  look(): Promise<(() => Promise<T>) | Missing>;
}

/** The providers of a service, in the order in which they are tried. */
export interface Plan<T> {
  readonly title: string;
  readonly providers: readonly Provider<T>[];
  /** What to do where none is open. */
  readonly mend: string;
}

/** Starts the first provider that is available. Throws a StackError with what each lacks, and what to install, where none is. */
export async function startFirstAvailable<T>(plan: Plan<T>, signal: AbortSignal): Promise<T> {
  const go = await findAvailable(plan, signal);
  return go();
}

/** How to start the first provider that is available; rejects as `startFirstAvailable` does. */
export async function findAvailable<T>(plan: Plan<T>, signal: AbortSignal): Promise<() => Promise<T>> {
  const lacking: string[] = [];
  for (const provider of plan.providers) {
    signal.throwIfAborted();
    const found = await provider.look();
    if (typeof found === 'function') return found;
    lacking.push(found.missing);
  }
  throw new StackError(`${plan.title} cannot be started (${lacking.join('; ')}). ${plan.mend}`);
}
