import { type Definition, Review } from '@heliograph/schema';

export type Question = keyof Definition['review'];
export const QUESTIONS = Object.keys(Review.shape) as Question[];

/** What is asked, in the words of the schema. */
export const askedBy = (question: Question): string => Review.shape[question].description ?? question;

/** A version is short; whatever else is asked cannot be said in less. */
const SHORTEST = 10;
const UNFINISHED =
  /\b(?:todo|tbd|tba|fixme|xxx|lorem ipsum|to be (?:done|defined|determined|decided|written|filled))\b/i;
const EMPTY =
  /^(?:n\/?a|not applicable|none|nothing|unknown|same|see (?:above|below)|as above|yes|no|ok|test|asdf\w*|-+|\.+|\?+)(?:[\s.,;!?-]+|$)/i;
/** Words that a question is made of besides what it asks for. */
const FILLERS = new Set(['a', 'an', 'the', 'is', 'it', 'of', 'to', 'and', 'will', 'this', 'that', 'us', 'be', 'in']);

/** Why an answer says nothing; undefined where it does. It is shown to the public, who would see that at once. */
export function emptinessOf(question: Question, answer: string): string | undefined {
  const text = answer.trim();
  if (UNFINISHED.test(text)) return 'is not finished';
  const words = wordsOf(text);
  const rest = text.replace(EMPTY, '');
  if (rest !== text && wordsOf(rest).length < 3) return 'says nothing';
  const asked = new Set(wordsOf(`${askedBy(question)} ${question.replaceAll('_', ' ')}`));
  if (words.length > 1 && words.every((word) => asked.has(word) || FILLERS.has(word))) return 'repeats the question';
  if (question === 'collected_since') return /\d/.test(text) ? undefined : 'names no version';
  if (text.length < SHORTEST) return `is shorter than ${SHORTEST} characters`;
  return new Set(words).size < 2 ? 'says nothing' : undefined;
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The answers of a review that say nothing, or the same as another. */
export function emptyAnswers(review: Definition['review']): { question: Question; message: string }[] {
  return QUESTIONS.flatMap((question, i) => {
    const answer = review[question];
    if (answer === undefined) return [];
    const said = wordsOf(answer).join(' ');
    const same = QUESTIONS.slice(0, i).find((other) => wordsOf(review[other] ?? '').join(' ') === said);
    const message = emptinessOf(question, answer) ?? (same === undefined ? undefined : `says the same as ${same}`);
    return message === undefined ? [] : [{ question, message }];
  });
}
