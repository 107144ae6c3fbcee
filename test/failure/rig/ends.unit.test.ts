import { describe, expect, it } from 'vitest';
import { describeEnd, type End, judge, readLog } from './ends.ts';

const anEnd = (given: Partial<End>): End => ({
  instance: 'dedup-1',
  service: 'dedup',
  pid: 4711,
  at: '2026-11-21T10:00:00.000Z',
  livedMs: 1234.5,
  code: null,
  signal: null,
  wasReady: true,
  ...given,
});

const killed = { kind: 'kill', signal: 'SIGKILL' } as const;
const stopped = { kind: 'stop' } as const;
const fatal = (name: string) => ({ code: 1, fatal: { name, message: 'because' } });

describe('the end of a process', () => {
  it('is caused where it ended as the rig asked for', () => {
    expect(judge(anEnd({ signal: 'SIGKILL', asked: killed }))).toBe('caused');
    expect(judge(anEnd({ code: 0, asked: stopped }))).toBe('caused');
    expect(judge(anEnd({ code: 0, asked: { kind: 'kill', signal: 'SIGTERM' } }))).toBe('caused');
  });

  it('is unexplained where nobody asked, or where it ended otherwise', () => {
    expect(judge(anEnd({ signal: 'SIGKILL' }))).toBe('unexplained');
    expect(judge(anEnd({ code: 0 }))).toBe('unexplained');
    expect(judge(anEnd({ code: 1, asked: stopped }))).toBe('unexplained');
    expect(judge(anEnd({ signal: 'SIGSEGV', asked: killed }))).toBe('unexplained');
    expect(judge(anEnd(fatal('TypeError')))).toBe('unexplained');
    expect(judge(anEnd({ ...fatal('TypeError'), asked: killed }))).toBe('unexplained');
  });

  it('is unexplained while it starts as well', () => {
    expect(judge(anEnd({ ...fatal('TopicError'), wasReady: false }))).toBe('unexplained');
  });

  it('is told in one line', () => {
    expect(describeEnd(anEnd(fatal('CommitUnknown')))).toBe(
      '2026-11-21T10:00:00.000Z dedup-1 (process 4711) ended after 1235 ms with exit code 1: unexplained; CommitUnknown: because',
    );
  });
});

describe('a log', () => {
  it('tells of readiness and of the last fatal error, among lines that are no JSON', () => {
    const line = (fields: object) => JSON.stringify(fields);
    const text = [
      line({ level: 'info', msg: 'ready' }),
      'Trace: something',
      line({ level: 'fatal', err: { name: 'CommitUnknown', message: 'lost', stack: '' }, msg: 'the process ends' }),
      '',
    ].join('\n');
    expect(readLog(text)).toEqual({ wasReady: true, fatal: { name: 'CommitUnknown', message: 'lost' } });
    expect(readLog(line({ level: 'warn', msg: 'not ready' }))).toEqual({ wasReady: false });
    expect(readLog('')).toEqual({ wasReady: false });
  });
});
