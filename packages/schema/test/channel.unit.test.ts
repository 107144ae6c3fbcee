import { cpuMsOf } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { compileChannel, Pattern } from '../src/index.ts';

const channelWhen = (matches: string) =>
  compileChannel({ channel: { development_when: { pointer: '/a/v', matches } } });
const complaint = (pattern: string) => Pattern.safeParse(pattern).error?.issues[0]?.message;

describe('the channel of a record', () => {
  it.each([
    [{ a: { v: '3.21.0.dev1' } }, 'development'],
    [{ a: { v: '3.21.0' } }, 'production'],
    [{ a: { v: 3.1 } }, 'production'],
    [{ a: {} }, 'production'],
    [{}, 'production'],
    [{ a: { v: `${'x'.repeat(252)}.dev` } }, 'development'],
    [{ a: { v: `${'x'.repeat(253)}.dev` } }, 'production'],
  ])('of %j is %s', (record, channel) => {
    expect(channelWhen('\\.dev')(record)).toBe(channel);
  });

  it('is production where a definition says nothing', () => {
    expect(compileChannel({ channel: undefined })({ a: { v: '.dev' } })).toBe('production');
  });
});

describe('Pattern', () => {
  it.each([
    ['(?=.*dev)', /no regular expression of RE2 .*look-around/],
    ['(?<!rc)dev', /no regular expression of RE2/],
    ['(a+)\\1', /back-references/],
    ['(dev', /missing closing/],
    ['(a{1000}){1000}', /invalid repeat count/],
    ['[a-z]{600}', /^repeats too much: \d+ instructions of at most 500$/],
    ['', /Too small/],
    ['a'.repeat(201), /Too big/],
  ])('%s is refused', (pattern, message) => {
    expect(complaint(pattern)).toMatch(message);
  });

  // What takes JavaScript's own engine from seconds to for ever.
  it.each([
    '(a+)+$',
    '(a|aa)+$',
    '(.*a){12}$',
    '(?:a?){100}a{100}$',
    '([a-z]*)*([a-z]*)*$',
    '(x+x+)+y',
    '(a{1,15}){1,15}$',
  ])('%s is taken, and costs milliseconds on any text', async (pattern) => {
    expect(complaint(pattern)).toBeUndefined();
    const channelOf = channelWhen(pattern);
    const cpuMs = await cpuMsOf(() => {
      for (const letter of ['a', 'x']) channelOf({ a: { v: `${letter.repeat(10_000)}!` } });
    });
    expect(cpuMs).toBeLessThan(2000);
  });
});
