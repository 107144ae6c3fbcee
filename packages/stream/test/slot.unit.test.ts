import { describe, expect, it } from 'vitest';
import { assign, FENCED_WAIT_MS, type SlotState, transition } from '../src/consume/slot.ts';

const held = { work: 'work', next: 7n };
const acquiring: SlotState<string> = { kind: 'acquiring', attempts: 2 };
const running: SlotState<string> = { kind: 'running', attempts: 2, held, isProven: false };
const waiting: SlotState<string> = { kind: 'backing-off', attempts: 2, held };
const failing: SlotState<string> = { kind: 'backing-off', attempts: 2, held: undefined };
const lost: SlotState<string> = { kind: 'lost' };
/** The first attempt waits for 250 ms at most, each for twice as long as the one before, of which a half is random. */
const wait = { kind: 'wait', cause: 'down', attempt: 3, waitMs: 500 } as const;

describe('a slot', () => {
  it('begins by acquiring its partition, and fetches nothing until then', () => {
    expect(assign()).toEqual({
      state: { kind: 'acquiring', attempts: 0 },
      effects: [{ kind: 'not-ready', cause: 'being acquired' }, { kind: 'pause' }, { kind: 'acquire' }],
    });
  });

  it('runs from the position of what was acquired', () => {
    expect(transition(acquiring, { kind: 'acquired', held, isCaughtUp: false })).toEqual({
      state: running,
      effects: [{ kind: 'seek', offset: 7n }, { kind: 'resume' }],
    });
    const unknown = { work: 'work', next: undefined };
    const { effects } = transition(acquiring, { kind: 'acquired', held: unknown, isCaughtUp: false });
    expect(effects).toEqual([{ kind: 'resume' }]);
  });

  it('is ready at once where there is nothing to settle, else with its first batch', () => {
    expect(transition(acquiring, { kind: 'acquired', held, isCaughtUp: true })).toEqual({
      state: { ...running, isProven: true },
      effects: [{ kind: 'seek', offset: 7n }, { kind: 'ready' }, { kind: 'resume' }],
    });
    const first = transition(assign<string>().state, { kind: 'acquired', held, isCaughtUp: false });
    expect(first.effects).toContainEqual({ kind: 'not-ready', cause: 'its first batch is not settled yet' });
    expect(transition(first.state, { kind: 'settled', next: 8n }).effects).toEqual([{ kind: 'ready' }]);
  });

  it('is ready with what it passes over only where nothing else is left', () => {
    const passed = transition(running, { kind: 'passed', next: 9n, isCaughtUp: false });
    expect(passed).toEqual({ state: { ...running, held: { work: 'work', next: 9n } }, effects: [] });
    const last = transition(running, { kind: 'passed', next: 9n, isCaughtUp: true });
    expect(last.effects).toEqual([{ kind: 'ready' }]);
  });

  it('counts its attempts anew once a batch is settled', () => {
    expect(transition(running, { kind: 'settled', next: 9n })).toEqual({
      state: { kind: 'running', attempts: 0, held: { work: 'work', next: 9n }, isProven: true },
      effects: [{ kind: 'ready' }],
    });
  });

  it('keeps its work through a retry, and runs on with it, not ready until a batch succeeds', () => {
    const retried = transition(running, { kind: 'retry', cause: 'down', random: 0 });
    expect(retried).toEqual({
      state: { ...waiting, attempts: 3 },
      effects: [{ kind: 'not-ready', cause: 'down' }, { kind: 'pause' }, wait],
    });
    expect(transition(retried.state, { kind: 'elapsed' })).toEqual({
      state: { ...running, attempts: 3 },
      effects: [{ kind: 'resume' }],
    });
  });

  it('gives up its work when that fails, and acquires the partition anew after the wait', () => {
    const failed = transition(running, { kind: 'failed', cause: 'down', random: 0 });
    expect(failed).toEqual({
      state: { ...failing, attempts: 3 },
      effects: [{ kind: 'not-ready', cause: 'down' }, { kind: 'pause' }, wait, { kind: 'release', work: 'work' }],
    });
    expect(transition(failed.state, { kind: 'elapsed' })).toEqual(assign(3));
  });

  it('waits for longer where it was fenced, so that the group can tell it first', () => {
    const { effects } = transition(acquiring, { kind: 'failed', cause: 'fenced', random: 0 });
    expect(effects).toContainEqual({ kind: 'wait', cause: 'fenced', attempt: 3, waitMs: FENCED_WAIT_MS });
  });

  it.each([
    ['running', running, [{ kind: 'seek', offset: 7n }]],
    ['waiting with its work', waiting, [{ kind: 'seek', offset: 7n }]],
    ['acquiring', acquiring, []],
    ['waiting without', failing, []],
  ] as const)('goes back to its position when the group deals its partitions again: %s', (_, state, effects) => {
    expect(transition(state, { kind: 'reassigned' })).toEqual({ state, effects });
  });

  it.each([
    ['running', running, [{ kind: 'release', work: 'work' }]],
    ['waiting with its work', waiting, [{ kind: 'release', work: 'work' }]],
    ['acquiring', acquiring, []],
  ] as const)('leaves nothing behind when it is lost: %s', (_, state, last) => {
    const effects = [{ kind: 'cancel-wait' }, { kind: 'ready' }, { kind: 'forget' }, ...last];
    expect(transition(state, { kind: 'lost' })).toEqual({ state: lost, effects });
  });

  it('releases what was acquired too late', () => {
    expect(transition(lost, { kind: 'acquired', held, isCaughtUp: true })).toEqual({
      state: lost,
      effects: [{ kind: 'release', work: 'work' }],
    });
  });

  it.each([
    [lost, { kind: 'settled', next: 9n }],
    [waiting, { kind: 'passed', next: 9n, isCaughtUp: true }],
    [lost, { kind: 'retry', cause: 'down', random: 0 }],
    [lost, { kind: 'failed', cause: 'down', random: 0 }],
    [lost, { kind: 'elapsed' }],
    [lost, { kind: 'reassigned' }],
    [lost, { kind: 'lost' }],
    [running, { kind: 'elapsed' }],
    [failing, { kind: 'failed', cause: 'down', random: 0 }],
  ] as const)('changes nothing of %o by %o, which comes too late', (state, event) => {
    expect(transition<string>(state, event)).toEqual({ state, effects: [] });
  });
});
