import { expect, it, vi } from 'vitest';

it('changes what the files after it run with', () => {
  vi.useFakeTimers();
  expect(vi.isFakeTimers()).toBe(true);
});
