import { backoffMs } from '../errors/backoff.ts';

/** Where one partition is, while this process has it. `next` is the offset to go on from, undefined until it is known. */
export type SlotState<W> =
  | { readonly kind: 'acquiring'; readonly attempts: number }
  /** `isProven`: since it was acquired, or last failed, a batch has been settled, or there was none to settle. */
  | { readonly kind: 'running'; readonly attempts: number; readonly held: Held<W>; readonly isProven: boolean }
  /** Fetches nothing until the wait is over: then it runs on with what it holds, or acquires the partition anew. */
  | { readonly kind: 'backing-off'; readonly attempts: number; readonly held: Held<W> | undefined }
  /** The group has taken the partition away, or the process stops. Nothing follows. */
  | { readonly kind: 'lost' };

interface Held<W> {
  readonly work: W;
  readonly next: bigint | undefined;
}

export type SlotEvent<W> =
  /** `isCaughtUp`: the log ends there, so there is no batch that could show whether the work succeeds. */
  | { readonly kind: 'acquired'; readonly held: Held<W>; readonly isCaughtUp: boolean }
  /** Nothing before `next` is left to settle, as only what is never delivered stood there. */
  | { readonly kind: 'passed'; readonly next: bigint; readonly isCaughtUp: boolean }
  /** A batch is durable; `next` is the offset after it. */
  | { readonly kind: 'settled'; readonly next: bigint }
  /** The batch was rolled back and is to be processed again. `random`, in [0, 1), spreads the waits. */
  | { readonly kind: 'retry'; readonly cause: string; readonly random: number }
  /** The work, or its acquisition, failed in a way that may pass. */
  | { readonly kind: 'failed'; readonly cause: string; readonly random: number }
  /** The wait is over. */
  | { readonly kind: 'elapsed' }
  /** The group gave out its partitions again, and this one to this process: the client fetches from elsewhere now. */
  | { readonly kind: 'reassigned' }
  | { readonly kind: 'lost' };

/** What the loop has to do, in this order. */
export type SlotEffect<W> =
  | { readonly kind: 'acquire' | 'pause' | 'resume' | 'cancel-wait' | 'ready' | 'forget' }
  | { readonly kind: 'not-ready'; readonly cause: string }
  | { readonly kind: 'seek'; readonly offset: bigint }
  | { readonly kind: 'release'; readonly work: W }
  /** To be logged and counted, and followed by `elapsed` after the wait. */
  | { readonly kind: 'wait'; readonly cause: string; readonly attempt: number; readonly waitMs: number };

export interface Transition<W> {
  readonly state: SlotState<W>;
  readonly effects: readonly SlotEffect<W>[];
}

/**
 * A fenced process may have been removed from the group without knowing it. Waiting some heartbeat intervals (1 s each)
 * before it acquires again lets the group tell it, instead of it taking the partition back from its owner.
 */
export const FENCED_WAIT_MS = 5000;

/** The first transition of a partition that was assigned to this process. After a failed attempt its cause stays in sight. */
export function assign<W>(attempts = 0): Transition<W> {
  const first: SlotEffect<W>[] = attempts === 0 ? [{ kind: 'not-ready', cause: 'being acquired' }] : [];
  return { state: { kind: 'acquiring', attempts }, effects: [...first, { kind: 'pause' }, { kind: 'acquire' }] };
}

/** Pure: the loop performs the effects. Events that come too late for a state change nothing, and leak nothing. */
export function transition<W>(state: SlotState<W>, event: SlotEvent<W>): Transition<W> {
  switch (event.kind) {
    case 'acquired':
      if (state.kind !== 'acquiring') return { state, effects: [{ kind: 'release', work: event.held.work }] };
      return acquired(state.attempts, event.held, event.isCaughtUp);
    case 'settled':
    case 'passed': {
      if (state.kind !== 'running') return stay(state);
      const held = { work: state.held.work, next: event.next };
      if (event.kind === 'passed' && !event.isCaughtUp) return stay({ ...state, held });
      const effects: SlotEffect<W>[] = state.isProven ? [] : [{ kind: 'ready' }];
      return { state: { kind: 'running', attempts: 0, held, isProven: true }, effects };
    }
    case 'retry':
      return state.kind === 'running' ? backOff(state.attempts, state.held, event) : stay(state);
    case 'failed':
      if (state.kind !== 'running' && state.kind !== 'acquiring') return stay(state);
      return backOff(state.attempts, undefined, event, releaseOf(state));
    case 'elapsed':
      if (state.kind !== 'backing-off') return stay(state);
      if (state.held === undefined) return assign(state.attempts);
      // Not ready yet: an attempt may take a minute, and fail.
      return { state: { ...state, kind: 'running', held: state.held, isProven: false }, effects: [{ kind: 'resume' }] };
    case 'reassigned':
      return { state, effects: 'held' in state && state.held !== undefined ? seekTo(state.held) : [] };
    case 'lost':
      if (state.kind === 'lost') return stay(state);
      return {
        state: { kind: 'lost' },
        effects: [{ kind: 'cancel-wait' }, { kind: 'ready' }, { kind: 'forget' }, ...releaseOf(state)],
      };
    default:
      return event satisfies never;
  }
}

function stay<W>(state: SlotState<W>): Transition<W> {
  return { state, effects: [] };
}

function acquired<W>(attempts: number, held: Held<W>, isCaughtUp: boolean): Transition<W> {
  const first: SlotEffect<W>[] =
    attempts === 0 ? [{ kind: 'not-ready', cause: 'its first batch is not settled yet' }] : [];
  return {
    state: { kind: 'running', attempts, held, isProven: isCaughtUp },
    effects: [...seekTo(held), ...(isCaughtUp ? [{ kind: 'ready' } as const] : first), { kind: 'resume' }],
  };
}

function backOff<W>(
  attempts: number,
  held: Held<W> | undefined,
  { cause, random }: { readonly cause: string; readonly random: number },
  last: readonly SlotEffect<W>[] = [],
): Transition<W> {
  const waitMs = Math.max(backoffMs(attempts, random), cause === 'fenced' ? FENCED_WAIT_MS : 0);
  return {
    state: { kind: 'backing-off', attempts: attempts + 1, held },
    effects: [
      { kind: 'not-ready', cause },
      { kind: 'pause' },
      { kind: 'wait', cause, attempt: attempts + 1, waitMs },
      ...last,
    ],
  };
}

function seekTo<W>({ next }: Held<W>): SlotEffect<W>[] {
  return next === undefined ? [] : [{ kind: 'seek', offset: next }];
}

function releaseOf<W>(state: SlotState<W>): SlotEffect<W>[] {
  return 'held' in state && state.held !== undefined ? [{ kind: 'release', work: state.held.work }] : [];
}
