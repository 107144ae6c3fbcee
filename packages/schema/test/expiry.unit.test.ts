import { expect, it } from 'vitest';
import { daysUntil } from '../src/index.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');

it('days until a definition expires are counted up', () => {
  expect(daysUntil('2026-11-22', NOW)).toBe(1);
  expect(daysUntil('2026-11-21', NOW)).toBeLessThanOrEqual(0);
});
