import { DEAD_REASONS } from '@heliograph/schema';
import type { DeadLetter, ReplayDecision } from '@heliograph/stream';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../src/command.ts';
import { dispatch } from '../src/dispatch.ts';
import { heliograph } from '../src/program.ts';
import { countDeadLetters, countsTable, deadLetterJson, deadLettersTable } from '../src/replay/counts.ts';
import { STAGES, toQuery } from '../src/replay/query.ts';

const NOW_MS = Date.parse('2026-11-21T12:00:00.000Z');
const query = (given: Partial<Parameters<typeof toQuery>[0]>) =>
  toQuery({ 'max-attempts': '3', again: false, ...given }, NOW_MS);

describe('the query', () => {
  it('asks for everything by default', () => {
    expect(query({})).toStrictEqual({
      topics: ['raw.dead', 'sanitized.dead', 'observations.dead'],
      filter: {},
      policy: { maxAttempts: 3, again: false },
    });
  });

  it('takes several of a kind, each once', () => {
    const { topics, filter } = query({ topic: ['raw.dead', 'raw.dead'], reason: ['not_json', 'not_approved'] });
    expect([topics, filter]).toEqual([['raw.dead'], { reasons: ['not_json', 'not_approved'] }]);
  });

  it.each([
    ['2h', '2026-11-21T10:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T10:00:00+01:00', '2026-11-20T09:00:00.000Z'],
  ])('reads --since %s', (text, expected) => {
    expect(query({ since: text }).filter.sinceMs).toBe(Date.parse(expected));
  });

  it.each([
    [{ reason: ['gone'] }, `--reason "gone" is none of: ${DEAD_REASONS.join(', ')}`],
    [{ topic: ['raw'] }, '--topic "raw" is none of: raw.dead, sanitized.dead, observations.dead'],
    [{ stage: ['gateway'] }, 'is none of: dedup, influx-sink, postgres-sink, sanitizer, summarizer'],
    [{ since: 'yesterday' }, '--since takes a time'],
    [{ since: '1h', until: '2h' }, '--since is not before --until'],
    [{ 'max-attempts': '0' }, '--max-attempts takes a whole number of at least 1'],
  ])('refuses %j and says what there is', (given, message) => {
    expect(() => query(given)).toThrow(UsageError);
    expect(() => query(given)).toThrow(message);
  });

  it('knows as stages those that write dead letters', () => {
    expect(STAGES).toHaveLength(5);
  });
});

const judged = (decision: ReplayDecision, given: Partial<DeadLetter> = {}) => ({
  decision,
  letter: {
    ...{ topic: 'raw.dead', place: 't.raw.dead.v1/0/1', reason: 'not_json', detail: 'the value', stage: 'sanitizer' },
    ...{ group: 't.sanitizer', attempts: 1, failedAt: '2026-11-20T23:59:59.999Z' },
    record: { partition: 0, offset: 1n, key: 'k', value: Buffer.from('secret'), headers: {}, timestampMs: 0 },
    ...given,
  } as DeadLetter,
});

const SOME = [
  judged('due', { failedAt: '2026-11-21T00:00:00.000Z' }),
  judged('due'),
  judged('replayed'),
  judged('due', { topic: 'observations.dead', stage: 'summarizer' }),
];

describe('the counts', () => {
  it('are by topic, stage, reason and UTC day', () => {
    expect(countDeadLetters(SOME)).toMatchObject([
      { topic: 'observations.dead', stage: 'summarizer', day: '2026-11-20', letters: 1, due: 1 },
      { topic: 'raw.dead', stage: 'sanitizer', reason: 'not_json', day: '2026-11-20', letters: 2, due: 1, replayed: 1 },
      { topic: 'raw.dead', day: '2026-11-21', letters: 1, due: 1, replayed: 0, max_attempts_reached: 0 },
    ]);
  });

  it('have a column for each decision that occurs, and sums', () => {
    const table = countsTable(countDeadLetters(SOME));
    expect(table[0]).toMatch(/letters {2}due {2}replayed$/);
    expect(table.at(-1)).toMatch(/^all +4 +3 +1$/);
  });

  it('say of a letter everything but its bytes', () => {
    expect(JSON.stringify(SOME.map(deadLetterJson))).not.toMatch(/secret|"record"/);
    expect(deadLetterJson(judged('due'))).toMatchObject({ place: 't.raw.dead.v1/0/1', decision: 'due', attempts: 1 });
    expect(deadLettersTable(SOME)).toHaveLength(5);
  });
});

describe('the command', () => {
  it('does not reach for a broker where it is not understood', async () => {
    const err: string[] = [];
    const terminal = { env: {}, print: () => {}, warn: (line: string) => void err.push(line) };
    expect(await dispatch(heliograph, ['replay', '--reason', 'gone'], terminal)).toBe(2);
    expect(await dispatch(heliograph, ['replay', '--send', '--rate', '0'], terminal)).toBe(2);
    expect(err.join('\n')).toMatch(/none of: not_json, .*\n.*\n.*--rate takes/);
  });
});
