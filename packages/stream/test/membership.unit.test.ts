import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Consumer } from '../src/client/kafka-client.ts';
import { watchMembership } from '../src/consume/membership.ts';

const SESSION_MS = 6000;
/** Where the wall clock stands when the steady one is at 0. */
const WALL = 1_700_000_000_000;

/** A membership that was watched from 0 on; `answer` is what the client reports at `at` of a request made at `asked`. */
function member() {
  const events = new EventEmitter();
  let now = 0;
  const clocks = { steady: () => now, wall: () => WALL + now };
  const membership = watchMembership(events as unknown as Consumer, SESSION_MS, clocks);
  const event = { Heartbeat: 'consumer.heartbeat', SyncGroup: 'consumer.group_join' } as const;

  return {
    rejoins: () => events.emit('consumer.rebalancing', { payload: {} }),
    holdsAt(ms: number): boolean {
      now = ms;
      return membership.isCurrent();
    },
    answer(apiName: keyof typeof event | 'Fetch', asked: number, at: number, isError = false): void {
      now = at;
      events.emit('consumer.network.request', { payload: { apiName, createdAt: WALL + asked } });
      if (apiName !== 'Fetch' && !isError) events.emit(event[apiName], { payload: {} });
    },
  };
}

describe('a membership', () => {
  it('holds for the session time-out after the last request that the broker answered', () => {
    const { answer, holdsAt } = member();
    answer('SyncGroup', 1000, 1010);
    answer('Heartbeat', 2000, 2020);
    expect([7999, 8000].map(holdsAt)).toEqual([true, false]);
    answer('Heartbeat', 8100, 8110);
    expect([14_099, 14_100].map(holdsAt)).toEqual([true, false]);
  });

  it('does not hold before the group was joined, nor while it is joined anew', () => {
    const { answer, holdsAt, rejoins } = member();
    expect(holdsAt(0)).toBe(false);
    answer('SyncGroup', 0, 10);
    expect(holdsAt(10)).toBe(true);
    rejoins();
    answer('Heartbeat', 20, 30);
    expect(holdsAt(30)).toBe(false);
    answer('SyncGroup', 40, 50);
    expect(holdsAt(50)).toBe(true);
  });

  it('counts from the request, not from an answer that waited for a process that stood still', () => {
    const { answer, holdsAt } = member();
    answer('SyncGroup', 0, 10);
    answer('Heartbeat', 2000, 13_000);
    expect(holdsAt(13_000)).toBe(false);
  });

  it('is not renewed by what says nothing about the session: a fetch, or an error', () => {
    const { answer, holdsAt } = member();
    answer('SyncGroup', 0, 10);
    answer('Fetch', 5000, 5010);
    answer('Heartbeat', 5500, 5510, true);
    expect(holdsAt(6000)).toBe(false);
  });

  it('is no longer for a wall clock that was set back meanwhile', () => {
    const { answer, holdsAt } = member();
    answer('SyncGroup', 0, 10);
    answer('Heartbeat', 5000, 1000);
    expect([6999, 7000].map(holdsAt)).toEqual([true, false]);
  });
});
