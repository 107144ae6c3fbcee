import { describe, expect, it } from 'vitest';
import { inputOf, reproducer } from './cases.ts';
import { fuzz } from './fuzz.ts';
import { TARGETS as PLANTED } from './planted-targets.ts';
import { TARGETS } from './targets.ts';

/** Of all targets together 100 kB. */
const SHORT = { seed: 'short', budgetBytes: 20_000 };
const planted = { seed: 'planted', targets: new URL('planted-targets.ts', import.meta.url).href };

/** What the short run has to reach, so that it does not end at the first parser only. */
const REACHED: Readonly<Record<string, readonly string[]>> = {
  body: ['parsed', 'malformed_json', 'malformed_encoding', 'unsupported_content_encoding', 'body_too_large'],
  reports: ['accepted', 'malformed_json', 'invalid_envelope', 'unknown_application'],
  requests: ['accepted', 'malformed_json', 'invalid_request', 'not_registered'],
  time: ['time', 'no time', 'leap second'],
  'forwarded-for': ['peer', 'forwarded'],
};

describe('the parsers of the gateway', { timeout: 60_000 }, () => {
  it.each(TARGETS.map(({ name }) => name))('do what is documented with 20 kB of strange %s', async (target) => {
    const { failures, outcomes, bytes } = await fuzz({ ...SHORT, target });
    expect(failures).toEqual([]);
    expect(bytes).toBeGreaterThanOrEqual(SHORT.budgetBytes);
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining([...(REACHED[target] ?? ['nothing'])]));
  });
});

describe('the fuzzer', { timeout: 60_000 }, () => {
  it('finds a case that throws, by a number that makes it again', async () => {
    const { failures } = await fuzz({ ...planted, target: 'throws', budgetBytes: 20_000 });
    const [first] = failures;
    expect(first?.why).toContain('the byte is large');
    expect(failures.length).toBeGreaterThan(1);
    expect(failures.length).toBeLessThanOrEqual(10);
    const id = { seed: 'planted', target: 'throws', number: first?.number ?? -1 };
    const [throws] = PLANTED;
    const input = throws === undefined ? Buffer.alloc(0) : inputOf(throws, id);
    expect(input[0]).toBeGreaterThan(250);
    expect(reproducer(id, input)).toContain(`--seed planted --target throws --case ${id.number}`);
    expect(reproducer(id, input)).toContain(input.toString('base64'));
  });

  it('ends a case that hangs, and names it', async () => {
    const { failures } = await fuzz({ ...planted, target: 'hangs', budgetBytes: 20_000, hangMs: 1_000 });
    expect(failures).toEqual([{ number: expect.any(Number), why: 'no end after 1000 ms' }]);
    expect(failures[0]?.number).toBeGreaterThanOrEqual(0);
  });

  it('survives a case that takes all memory', async () => {
    const { failures } = await fuzz({ ...planted, target: 'leaks', budgetBytes: 1_000_000, heapMb: 32 });
    expect(failures).toHaveLength(1);
    expect(failures[0]?.why).toMatch(/the thread ended: .*memory/i);
  });
});
