import { describe, expect, it } from 'vitest';
import { createSightings } from './sightings.ts';

describe('sightings', () => {
  it('tell how long after its answer a report was seen', () => {
    const sightings = createSightings();
    sightings.expect('a', 100);
    sightings.expect('b', 100);
    sightings.see('a', 350);
    sightings.see('a', 999);
    expect(sightings.delays).toEqual([250]);
    expect([sightings.missing, sightings.waitingFor]).toEqual([1, ['b']]);
  });

  it('count nothing for a report that was seen before its answer', () => {
    const sightings = createSightings();
    sightings.see('a', 90);
    sightings.expect('a', 100);
    expect([sightings.delays, sightings.missing]).toEqual([[0], 0]);
  });
});
