import { describe, expect, it } from 'vitest';
import { switchable } from '../src/switchable.ts';

/** A service that tells what happens to it, each thing after a moment. */
function aService(failsAt = 0) {
  const told: string[] = [];
  let starts = 0;
  const later = async (what: string) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    told.push(what);
  };
  const begin = async () => {
    starts += 1;
    await later(`start ${starts}`);
    if (starts === failsAt) throw new Error('no room');
    return { value: starts, from: 'test', stop: () => later('stop'), kill: () => later('kill') };
  };
  return { begin, told };
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
