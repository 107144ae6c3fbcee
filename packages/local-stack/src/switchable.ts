import type { Started } from './site.ts';

/** A backing service that can be ended and started again by itself: for tests of what happens without it. */
export interface Switch {
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** On the same ports as before, and with what it had stored. Nothing where it is up; rejects with a StackError. */
  start(): Promise<void>;
}

export interface Switchable<T> extends Switch {
  readonly first: Started<T>;
}

/** Starts a service for the first time. What is asked of it later is done one after the other, in the order of asking. */
export async function switchable<T>(begin: () => Promise<Started<T>>): Promise<Switchable<T>> {
  const first = await begin();
  let running: Started<T> | undefined = first;
  let last: Promise<void> = Promise.resolve();
  const inTurn = (act: () => Promise<void>) => () => {
    last = last.catch(() => undefined).then(act);
    return last;
  };
  const end = (how: 'stop' | 'kill') =>
    inTurn(async () => {
      const ending = running;
      running = undefined;
      await ending?.[how]();
    });
  return {
    first,
    stop: end('stop'),
    kill: end('kill'),
    start: inTurn(async () => {
      running ??= await begin();
    }),
  };
}
