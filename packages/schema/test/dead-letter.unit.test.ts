import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEAD_REASONS, DeadLetterHeaders } from '../src/index.ts';

const headers = {
  'dead.reason': 'not_json',
  'dead.detail': 'the value is not UTF-8 JSON',
  'dead.stage': 'sanitizer',
  'dead.group': 'telemetry.sanitizer',
  'dead.origin': 'telemetry.raw.v1/3/1234',
  'dead.attempts': '1',
  'dead.failed_at': '2026-11-21T10:00:00.000Z',
  'dead.version': '0.1.0',
};

describe('DeadLetterHeaders', () => {
  it('takes what a stage writes, and leaves the headers of the original record aside', () => {
    expect(DeadLetterHeaders.parse({ ...headers, traceparent: 'x' })).toEqual(headers);
  });

  it.each(Object.keys(headers))('needs %s', (name) => {
    expect(DeadLetterHeaders.safeParse({ ...headers, [name]: undefined }).success).toBe(false);
  });

  it.each([
    ['not_an_envelope', 'invalid_envelope'],
    ['window_over', 'dedup_window_expired'],
  ])('reads the reason %s, which was renamed, as %s', (old, reason) => {
    expect(DeadLetterHeaders.parse({ ...headers, 'dead.reason': old })).toEqual({ ...headers, 'dead.reason': reason });
  });

  it.each([
    ['dead.reason', 'because'],
    ['dead.reason', 'toString'],
    ['dead.detail', 'x'.repeat(501)],
    ['dead.origin', 'telemetry.raw.v1/3'],
    ['dead.origin', '/3/1234'],
    ['dead.attempts', '-1'],
    ['dead.failed_at', 'yesterday'],
  ])('does not take %s %j', (name, value) => {
    expect(DeadLetterHeaders.safeParse({ ...headers, [name]: value }).success).toBe(false);
  });
});

describe('docs/operations.md', () => {
  it('has every reason, in this order, and no other', () => {
    const document = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const [, letters = ''] = document.split('\n## Dead letters\n');
    const rows = [...(letters.split('\n## ', 1)[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, reason]) => reason);
    expect(rows).toEqual([...DEAD_REASONS]);
  });
});
