import { describe, expect, it } from 'vitest';
import { createAnswerCache } from '../src/http/answer-cache.ts';

const entry = (answer: string, bytes = 10, untilMs = 1000) => ({ answer, bytes, untilMs });

describe('the cache', () => {
  it('gives what was kept of this version, until its time', () => {
    const cache = createAnswerCache<string>(100);
    cache.keep('a', 'v1', entry('A'));
    expect(cache.find('a', 'v1', 999)).toBe('A');
    expect(cache.find('a', 'v2', 999)).toBeUndefined();
    expect(cache.find('b', 'v1', 999)).toBeUndefined();
    expect(cache.find('a', 'v1', 1000)).toBeUndefined();
  });

  it('forgets all of the version before', () => {
    const cache = createAnswerCache<string>(100);
    cache.keep('a', 'v1', entry('A'));
    cache.keep('b', 'v2', entry('B'));
    cache.keep('c', 'v1', entry('C'));
    expect(cache.find('a', 'v1', 0)).toBeUndefined();
  });

  it('drops what has not been asked for longest, and holds no more than it may', () => {
    const cache = createAnswerCache<string>(100);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']) cache.keep(key, 'v', entry(key));
    cache.find('a', 'v', 0);
    cache.keep('k', 'v', entry('k', 12));
    expect(['a', 'b', 'c', 'd', 'k'].map((key) => cache.find(key, 'v', 0))).toEqual([
      'a',
      undefined,
      undefined,
      'd',
      'k',
    ]);
  });

  it('does not give all of its room to one', () => {
    const cache = createAnswerCache<string>(100);
    cache.keep('a', 'v', entry('A'));
    cache.keep('b', 'v', entry('B', 13));
    expect([cache.find('a', 'v', 0), cache.find('b', 'v', 0)]).toEqual(['A', undefined]);
    cache.keep('a', 'v', entry('A2'));
    expect(cache.find('a', 'v', 0)).toBe('A2');
  });
});
