import { aDefinition, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { emptinessOf, emptyAnswers, QUESTIONS } from '../src/definitions/review.ts';

describe('an answer to a question of the review', () => {
  it.each([
    ['burden', '', 'is shorter than 10 characters'],
    ['burden', '   none   ', 'says nothing'],
    ['burden', 'N/A', 'says nothing'],
    ['burden', 'Not applicable.', 'says nothing'],
    ['burden', 'No, none', 'says nothing'],
    ['burden', '?????', 'says nothing'],
    ['burden', 'see above', 'says nothing'],
    ['burden', 'asdfasdf', 'says nothing'],
    ['burden', 'aaaaaaaaaaaa', 'says nothing'],
    ['burden', 'little little little', 'says nothing'],
    ['burden', 'a query', 'is shorter than 10 characters'],
    ['burden', 'TODO: measure it', 'is not finished'],
    ['burden', 'One query (tbd), once a day', 'is not finished'],
    ['burden', 'to be determined by the team', 'is not finished'],
    ['question', 'What question will this help us answer', 'repeats the question'],
    ['visualisation', 'How it will be shown', 'repeats the question'],
    ['collected_since', 'the first release', 'names no version'],
    ['collected_since', 'TBD 3', 'is not finished'],
  ] as const)('to %s %j %s', (question, answer, message) => {
    expect(emptinessOf(question, answer)).toBe(message);
  });

  it.each([
    ['burden', 'None that a user would notice; a report is about 300 bytes'],
    ['burden', 'No: one query a day, of 2 ms'],
    ['personal_data', 'Nothing that tells who somebody is'],
    ['question', 'Which todos do people finish?'],
    ['gathering', 'Test runs are counted once a day'],
    ['example', '3.21.0, 2 hosts'],
    ['visualisation', 'Versionsanteile über die Zeit'],
    ['visualisation', '版本分布 随时间 的变化 直方图'],
    ['collected_since', '3.20'],
  ] as const)('to %s %j says something', (question, answer) => {
    expect(emptinessOf(question, answer)).toBeUndefined();
  });

  it('is not the same as another, however it is written', () => {
    const large_numbers = '/memory counts bytes';
    const review = { ...shippedDefinitions().definitions[0]?.review, large_numbers, visualisation: 'x' };
    const answers = Object.fromEntries(QUESTIONS.map((question) => [question, String(Object(review)[question])]));
    const twice = { ...answers, visualisation: `${answers.question?.toUpperCase()}!` };
    expect(emptyAnswers(twice as Parameters<typeof emptyAnswers>[0])).toEqual([
      { question: 'visualisation', message: 'says the same as question' },
    ]);
  });

  it('may be missing where the question is younger than the definition, and may not be empty', () => {
    const { review } = aDefinition();
    const full = { ...review, burden: 'One query a day of 2 ms', example: '3.21.0, 2 hosts' };
    expect(full).not.toHaveProperty('opt_out');
    expect(emptyAnswers(full)).toEqual([]);
    expect(emptyAnswers({ ...full, opt_out: 'not applicable' })).toEqual([
      { question: 'opt_out', message: 'says nothing' },
    ]);
  });

  it('is fine in the definitions that are shipped', () => {
    expect(shippedDefinitions().definitions.flatMap(({ review }) => emptyAnswers(review))).toEqual([]);
  });
});
