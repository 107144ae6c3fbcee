import { describe, expect, it } from 'vitest';
import type { ConsumerRecord } from '../src/client/consumer-record.ts';
import { createReplayLog, type DeadLetter, decideReplay, matches, toDeadLetter } from '../src/replay/dead-letters.ts';
import { chunkSize, waitMs } from '../src/replay/pace.ts';
import { toReplayMessages } from '../src/replay/replay-messages.ts';

const HEADERS = {
  application: 'trento',
  'dead.reason': 'unknown_definition',
  'dead.detail': 'no definition',
  'dead.stage': 'sanitizer',
  'dead.group': 't.sanitizer',
  'dead.origin': 't.raw.v1/1/5',
  'dead.attempts': '2',
  'dead.failed_at': '2026-11-21T10:00:00.000Z',
  'dead.version': '1',
  'replay.stage': 'sanitizer',
  'replay.letter': 't.raw.dead.v1/1/2',
};
const record = (headers: Record<string, string> = {}): ConsumerRecord => ({
  ...{ topic: 'raw.dead' as const, partition: 1, offset: 7n, key: 'k', value: Buffer.from('{'), timestampMs: 0 },
  headers: { ...HEADERS, ...headers },
});
const letter = (headers: Record<string, string> = {}, topic: DeadLetter['topic'] = 'raw.dead') =>
  toDeadLetter(topic, `t.${topic}.v1`, record(headers)) as DeadLetter;

describe('toDeadLetter', () => {
  it('reads what the headers say', () => {
    expect(letter()).toMatchObject({ place: 't.raw.dead.v1/1/7', reason: 'unknown_definition', attempts: 2 });
  });

  it.each(['dead.reason', 'dead.attempts', 'dead.failed_at'])('knows no letter with a wrong %s', (name) => {
    expect(toDeadLetter('raw.dead', 't.raw.dead.v1', record({ [name]: 'wrong' }))).toBeUndefined();
  });
});

const AT = Date.parse(HEADERS['dead.failed_at']);

describe('matches', () => {
  it.each([
    [{}, true],
    [{ reasons: ['not_json', 'unknown_definition'] as const }, true],
    [{ reasons: ['not_json'] as const }, false],
    [{ stages: ['sanitizer'] }, true],
    [{ stages: ['dedup'] }, false],
    [{ group: 't.sanitizer' }, true],
    [{ group: 't.dedup' }, false],
    [{ sinceMs: AT, untilMs: AT + 1 }, true],
    [{ sinceMs: AT + 1 }, false],
    [{ untilMs: AT }, false],
    [{ stages: ['sanitizer'], reasons: ['not_json'] as const }, false],
  ])('%j: %s', (filter, expected) => {
    expect(matches(letter(), filter)).toBe(expected);
  });
});

const nobody = { concerns: () => false };

describe('decideReplay', () => {
  const policy = { maxAttempts: 3, again: false };
  const replayed = new Map([['t.raw.dead.v1/1/7', HEADERS['dead.failed_at']]]);

  it.each([
    ['due', letter(), new Map(), policy],
    ['replayed', letter(), replayed, policy],
    ['due', letter(), replayed, { ...policy, again: true }],
    ['max_attempts_reached', letter({ 'dead.attempts': '3' }), new Map(), policy],
    ['max_attempts_reached', letter({ 'dead.attempts': '3' }), replayed, { ...policy, again: true }],
    ['due', letter({ 'dead.attempts': '3' }), new Map(), { ...policy, maxAttempts: 4 }],
    ['unknown_stage', letter({ 'dead.stage': 'dedup' }), new Map(), policy],
    ['due', letter({ 'dead.stage': 'summarizer' }, 'observations.dead'), new Map(), policy],
  ] as const)('%s', (fate, one, known, how) => {
    expect(decideReplay(one, { replayed: known, erased: nobody }, how)).toBe(fate);
  });

  it('does not take a letter of a topic that was made anew for the one that was in its place', () => {
    const anew = letter({ 'dead.failed_at': '2026-11-22T10:00:00.000Z' });
    expect(decideReplay(anew, { replayed, erased: nobody }, policy)).toBe('due');
  });

  it.each([policy, { ...policy, again: true }])('leaves where it is what has been erased: %j', (how) => {
    expect(decideReplay(letter(), { replayed: new Map(), erased: { concerns: () => true } }, how)).toBe('erased');
  });
});

describe('what is sent', () => {
  const client = { topic: (id: string) => `t.${id}.v1` as never };
  const nowMs = Date.parse('2026-11-22T00:00:00.000Z');

  it('is the original record for the one stage, and an entry that the log understands', () => {
    const [sent, entry] = toReplayMessages(client, letter(), nowMs);
    expect(sent).toStrictEqual({
      ...{ topic: 't.raw.v1', partition: 1, key: 'k', value: Buffer.from('{') },
      headers: {
        ...{ application: 'trento', 'dead.attempts': '2' },
        ...{ 'replay.stage': 'sanitizer', 'replay.letter': 't.raw.dead.v1/1/7' },
      },
    });
    expect(entry).toMatchObject({ topic: 't.replays.v1', partition: 1, key: 't.raw.dead.v1/1/7' });
    const log = createReplayLog();
    log.add(entry);
    const past = { replayed: log.replayed(), erased: nobody };
    expect(decideReplay(letter(), past, { maxAttempts: 3, again: false })).toBe('replayed');
  });

  it.each([
    ['raw.dead', 't.raw.v1'],
    ['sanitized.dead', 't.sanitized.v1'],
    ['observations.dead', 't.observations.replay.v1'],
  ] as const)('from %s goes to %s', (from, to) => {
    expect(toReplayMessages(client, letter({}, from), nowMs)[0].topic).toBe(to);
  });

  it('is nothing while an entry of the log cannot be read', () => {
    const log = createReplayLog();
    log.add({ value: Buffer.from('{"letter":1}') });
    expect(() => log.replayed()).toThrow('cannot be read: /letter');
  });
});

describe('the pace', () => {
  it.each([
    [1, 1],
    [5, 1],
    [100, 10],
    [1_000_000, 500],
  ])('at %d records a second a transaction holds %d', (rate, size) => {
    expect(chunkSize(rate)).toBe(size);
  });

  it.each([1, 7, 100, 500, 4000])('is never faster than %d records a second', (rate) => {
    const size = chunkSize(rate);
    for (const tookMs of [0, 3, 50, 2000])
      expect((size * 1000) / (tookMs + waitMs(size, tookMs, rate))).toBeLessThanOrEqual(rate * 1.000001);
  });
});
