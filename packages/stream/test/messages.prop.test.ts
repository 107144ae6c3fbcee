import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadLetterHeaders } from '../src/produce/dead-letter-headers.ts';
import { type OutgoingMessage, sizeOf, splitBySize } from '../src/produce/messages.ts';

const message = (partition: number, bytes: number): OutgoingMessage => ({
  topic: 't',
  partition,
  key: 'k',
  value: Buffer.alloc(bytes),
  headers: { application: 'trento' },
});

describe('splitBySize', () => {
  it('never gives a partition more than the limit, loses nothing and keeps the order', () => {
    const messages = fc.array(fc.tuple(fc.nat(2), fc.nat(400)).map(([p, n]) => message(p, n)));
    fc.assert(
      fc.property(messages, (all) => {
        const chunks = splitBySize(all, 1000);
        expect(chunks.flat()).toEqual(all);
        for (const chunk of chunks)
          for (const [, group] of Map.groupBy(chunk, (m) => m.partition))
            expect(group.reduce((sum, m) => sum + sizeOf(m), 0)).toBeLessThanOrEqual(1000);
      }),
    );
  });

  it('lets a message that is too large by itself stand alone', () => {
    expect(splitBySize([message(0, 10), message(0, 5000), message(0, 10)], 1000).map((s) => s.length)).toEqual([
      1, 1, 1,
    ]);
  });
});

describe('deadLetterHeaders', () => {
  const origin = {
    topic: 'raw' as const,
    partition: 3,
    offset: 41n,
    key: 'k',
    value: null,
    headers: { application: 'trento', 'dead.attempts': '2', 'dead.reason': 'unknown_definition' },
    timestampMs: 0,
  };
  const stage = { stage: 'sanitizer', group: 'telemetry.sanitizer', version: '1.2.3' };

  it('keeps the original headers, counts the attempts and says who gave up where', () => {
    const letter = { origin, reason: 'not_json' as const, detail: 'the value is not UTF-8 JSON' };
    expect(deadLetterHeaders(letter, stage, 'telemetry.raw.v1', Date.UTC(2026, 10, 21))).toEqual({
      application: 'trento',
      'dead.reason': 'not_json',
      'dead.detail': 'the value is not UTF-8 JSON',
      'dead.stage': 'sanitizer',
      'dead.group': 'telemetry.sanitizer',
      'dead.origin': 'telemetry.raw.v1/3/41',
      'dead.attempts': '3',
      'dead.failed_at': '2026-11-21T00:00:00.000Z',
      'dead.version': '1.2.3',
    });
  });
});
