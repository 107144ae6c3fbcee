import { expect, it } from 'vitest';

it('changes the environment of the files after it', () => {
  process.env.SET_BY_A_TEST = '1';
  expect(process.env.SET_BY_A_TEST).toBe('1');
});
