import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { switchable } from '../src/switchable.ts';

/** A service that tells what happens to it, each thing after a moment. */
function aService(failsAt = 0) {
  const told: string[] = [];
  let crash = () => {};
  let starts = 0;
  const later = async (what: string) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    told.push(what);
  };
  const begin = async () => {
    starts += 1;
    await later(`start ${starts}`);
    if (starts === failsAt) throw new Error('no room');
    const { promise: ended, resolve } = Promise.withResolvers<string>();
    crash = () => resolve('SIGKILL');
    const gone = (how: string) => async () => {
      await later(how);
      resolve(how);
    };
    return { value: starts, from: 'test', ended, stop: gone('stop'), kill: gone('kill') };
  };
  return { begin, told, crash: () => crash() };
}

describe('a switch', () => {
  it('does what it is asked for in that order, and nothing twice', async () => {
    const { begin, told } = aService();
    const it = await switchable(begin);
    await Promise.all([it.start(), it.kill(), it.kill(), it.start(), it.start(), it.stop(), it.stop()]);
    expect(told).toEqual(['start 1', 'kill', 'start 2', 'stop']);
    expect(it.first.value).toBe(1);
  });

  it('can be asked again after a start that failed', async () => {
    const { begin, told } = aService(2);
    const it = await switchable(begin);
    await it.stop();
    await expect(it.start()).rejects.toThrow('no room');
    await it.start();
    expect(told).toEqual(['start 1', 'stop', 'start 2', 'start 3']);
  });
});

describe('a service that ends by itself', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const aSecond = () => vi.advanceTimersByTimeAsync(1100);

  async function kept(failsAt = 0) {
    const service = aService(failsAt);
    const said: string[] = [];
    const stopping = new AbortController();
    const restarting = { title: 'Kafka', say: (line: string) => void said.push(line), signal: stopping.signal };
    const starting = switchable(service.begin, restarting);
    await vi.advanceTimersByTimeAsync(1);
    return { ...service, said, stopping, it: await starting };
  }

  it('is started again, as often as it ends, and each time says so', async () => {
    const { crash, told, said, it } = await kept();
    crash();
    await aSecond();
    expect(told).toEqual(['start 1', 'kill', 'start 2']);
    crash();
    await vi.advanceTimersByTimeAsync(2100);
    expect(said).toEqual([
      'Kafka ended unexpectedly (SIGKILL); starting it again in 1 s',
      'Kafka is back',
      'Kafka ended unexpectedly (SIGKILL); starting it again in 2 s',
      'Kafka is back',
    ]);
    const stopped = it.stop();
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told.slice(3)).toEqual(['kill', 'start 3', 'stop']);
  });

  it('is tried again where it cannot start', async () => {
    const { crash, told, said } = await kept(2);
    crash();
    await vi.advanceTimersByTimeAsync(3200);
    expect(told).toEqual(['start 1', 'kill', 'start 2', 'start 3']);
    expect(said.slice(1)).toEqual(['no room; starting it again in 2 s', 'Kafka is back']);
  });

  it('is left alone where it was ended on purpose, or everything stops', async () => {
    const ended = await kept();
    void ended.it.kill();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([ended.told, ended.said]).toEqual([['start 1', 'kill'], []]);
    const stopped = await kept();
    stopped.crash();
    await vi.advanceTimersByTimeAsync(500);
    stopped.stopping.abort();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stopped.told).toEqual(['start 1', 'kill']);
  });
});
