import { describe, expect, it } from 'vitest';
import { createAnswers, readAnswer } from './answers.ts';
import type { PlannedRequest } from './expectation.ts';

const request: PlannedRequest = {
  index: 0,
  body: '',
  contentType: 'application/json',
  envelopes: [
    { answer: 'accepted', records: [] },
    { answer: 'invalid_time', records: [] },
  ],
};
const accepted = { id: 'a', status: 'accepted', records: 0 };
const rejected = { status: 'rejected', error: { code: 'invalid_time' } };
const body = (...results: unknown[]) => JSON.stringify({ results });

describe('readAnswer', () => {
  it('reads what each envelope was told', () => {
    const reading = readAnswer(request, 207, body(accepted, rejected));
    expect(reading).toEqual({ settled: true, told: ['acknowledged', 'refused'], faults: [] });
  });

  it.each([429, 503])('asks for another attempt after %i', (status) => {
    expect(readAnswer(request, status, '')).toMatchObject({ settled: false, faults: [] });
  });

  it.each([200, 400, 404, 413, 500, 502, 504])('finds that %i is no answer to a report', (status) => {
    const { settled, told, faults } = readAnswer(request, status, body(accepted, rejected));
    expect([settled, told, faults.length]).toEqual([true, ['unanswered', 'unanswered'], 1]);
  });

  it('finds a rejection that is wrong, one that is missing, and a wrong number of records', () => {
    expect(readAnswer(request, 422, body(rejected, rejected)).faults).toHaveLength(1);
    expect(readAnswer(request, 202, body(accepted, accepted)).faults).toHaveLength(1);
    expect(readAnswer(request, 207, body({ ...accepted, records: 2 }, rejected)).faults).toHaveLength(1);
    expect(
      readAnswer(request, 207, body(accepted, { ...rejected, error: { code: 'invalid_payload' } })).faults,
    ).toHaveLength(1);
  });

  it('finds a status that does not fit its results, and an answer without any', () => {
    expect(readAnswer(request, 202, body(accepted, rejected)).faults).toHaveLength(1);
    expect(readAnswer(request, 207, body(accepted)).faults).toHaveLength(1);
    expect(readAnswer(request, 207, 'half an ans')).toMatchObject({ told: ['unanswered', 'unanswered'] });
  });

  it('knows what a whole request has to be refused with', () => {
    const refused = { ...request, refusedWith: 415, envelopes: [] };
    expect(readAnswer(refused, 415, '').faults).toEqual([]);
    expect(readAnswer(refused, 202, '').faults).toHaveLength(1);
  });
});

describe('the answer to an erasure', () => {
  const erases = { application: 'pulp', systemId: 'a', systemKey: 'b' };
  const erasure: PlannedRequest = { index: 7, body: '', contentType: 'application/json', envelopes: [], erases };
  const id = '0f6a7c52-0d0e-4c49-9d62-6c2f0b6f9f10';
  const said = (answer: object) => JSON.stringify({ id, request: 'erasure', status: 'accepted', ...answer });

  it('has the id under which it was accepted', () => {
    const reading = readAnswer(erasure, 202, said({}));
    expect(reading).toEqual({ settled: true, told: [], faults: [], erasureId: id });
    const answers = createAnswers();
    answers.begin(erasure);
    expect(answers.erasureId(7)).toBeUndefined();
    answers.settle(erasure, reading);
    expect(answers.erasureId(7)).toBe(id);
  });

  it.each([429, 503])('asks for another attempt with %i', (status) => {
    expect(readAnswer(erasure, status, '')).toEqual({ settled: false, told: [], faults: [] });
  });

  it.each([
    [200, said({})],
    [404, ''],
    [422, said({})],
    [202, 'half an ans'],
    [202, said({ id: 'x' })],
    [202, said({ request: 'export' })],
    [202, said({ status: 'rejected' })],
  ])('is a fault where it is %i with %s', (status, answer) => {
    const { settled, faults, erasureId } = readAnswer(erasure, status, answer);
    expect([settled, faults.length, erasureId]).toEqual([true, 1, undefined]);
  });
});

describe('the answers of a run', () => {
  it('leave open what was begun and not answered', () => {
    const answers = createAnswers();
    answers.begin(request);
    expect([answers.told(0, 1), answers.told(1, 0)]).toEqual(['unanswered', undefined]);
    answers.settle(request, readAnswer(request, 207, body(accepted, rejected)));
    expect([answers.told(0, 0), answers.told(0, 1)]).toEqual(['acknowledged', 'refused']);
  });

  it('count attempts by outcome', () => {
    const answers = createAnswers();
    const attempt = { request: 0, gateway: '', atMs: 0, tookMs: 0 };
    for (const outcome of [503, 'ECONNREFUSED', 503, 202]) answers.attempted({ ...attempt, outcome });
    expect([...answers.outcomes]).toEqual([
      [503, 2],
      ['ECONNREFUSED', 1],
      [202, 1],
    ]);
    expect(answers.attemptsOf(0)).toBe(4);
  });

  it('name the attempts of a time that got no answer, and no others', () => {
    const answers = createAnswers();
    const attempt = { request: 7, gateway: 'http://gateway', tookMs: 3 };
    for (const atMs of [9, 10, 20, 21]) answers.attempted({ ...attempt, atMs, outcome: 'ECONNRESET' });
    answers.attempted({ ...attempt, atMs: 15, outcome: 503 });
    expect(answers.failuresBetween(20, 21)).toHaveLength(2);
    expect(answers.failuresBetween(10, 20)).toHaveLength(2);
    expect(answers.failuresBetween(11, 19)).toEqual([]);
    expect(answers.failuresBetween(9, 9)).toEqual(['http://gateway did not answer request 7: ECONNRESET after 3 ms']);
  });
});
