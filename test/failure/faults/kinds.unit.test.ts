import { describe, expect, it } from 'vitest';
import { notInjected } from './kinds.ts';

describe('faults', () => {
  it('that were to be injected and were not are named', () => {
    expect(notInjected(['kill', 'freeze'], new Map([['kill', 2]]))).toEqual(['no freeze was injected']);
    expect(notInjected(['kill'], new Map([['kill', 0]]))).toEqual(['no kill was injected']);
    expect(notInjected(['kill'], new Map([['kill', 1]]))).toEqual([]);
  });
});
