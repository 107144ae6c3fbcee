import { describe, expect, it } from 'vitest';
import { restartDelayMs } from '../src/restart-delay.ts';

describe('the wait before a restart', () => {
  it('doubles with each failure, up to half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(restartDelayMs)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });
});
