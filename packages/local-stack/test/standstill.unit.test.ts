import { describe, expect, it } from 'vitest';
import { watchProgress } from '../src/standstill.ts';

/** Looks once a second. */
function looking(standstillMs: number) {
  let now = 0;
  const progress = watchProgress(standstillMs, () => now);
  const look = (state: string, gapMs = 1000) => {
    now += gapMs;
    return progress.standsStill(state);
  };
  return { look, seconds: progress.seconds };
}

describe('a start that is waited for', () => {
  it('stands still when nothing new is seen for so long, and not before', () => {
    const { look, seconds } = looking(3000);
    expect(['a', 'a', 'a', 'a'].map((state) => look(state))).toEqual([false, false, false, true]);
    expect(seconds()).toBe('4.0');
  });

  it('goes on with each thing that is new', () => {
    const { look } = looking(3000);
    expect(['a', 'a', 'a', 'b', 'b', 'b', 'b'].map((state) => look(state))).toEqual([
      ...[false, false, false, false, false, false],
      true,
    ]);
  });

  it('stands still when it goes round in circles', () => {
    const { look } = looking(3000);
    expect(['a', 'b', 'a', 'b', 'a'].map((state) => look(state))).toEqual([false, false, false, false, true]);
  });

  it('is not waited for without an end, however much it says', () => {
    const { look } = looking(3000);
    const looks = Array.from({ length: 15 }, (_, i) => look(`line ${i}`));
    expect(looks.indexOf(true)).toBe(14);
  });

  it('has not stood still while the machine did', () => {
    const { look } = looking(3000);
    look('a');
    expect(look('a', 3_600_000)).toBe(false);
    expect(look('a')).toBe(true);
  });
});
