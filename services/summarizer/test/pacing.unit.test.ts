import { expect, it } from 'vitest';
import { createPacing } from '../src/publish/pacing.ts';

const source = { application: 'example', telemetry_type: 'status', channel: 'production' };

it('lets a source rest for nine times as long as recomputing it took, and no other', () => {
  const pacing = createPacing();
  expect(pacing.round(0)(source)).toBe(true);
  pacing.recomputed(source, 100, 1000);
  expect(pacing.round(1899)(source)).toBe(false);
  expect(pacing.round(1899)({ ...source, channel: 'development' })).toBe(true);
  expect(pacing.round(1900)(source)).toBe(true);
});

it('lets a round that has begun end, and has it paid for as a whole', () => {
  const pacing = createPacing();
  const mayRecompute = pacing.round(0);
  for (const endedMs of [100, 200, 300]) {
    expect(mayRecompute(source)).toBe(true);
    pacing.recomputed(source, 100, endedMs);
  }
  expect(pacing.round(2799)(source)).toBe(false);
  expect(pacing.round(2800)(source)).toBe(true);
});
