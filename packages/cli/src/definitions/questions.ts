import { ApplicationName, Pointer, type Review, TelemetryType } from '@heliograph/schema';
import { z } from 'zod';
import { askedBy, emptinessOf, QUESTIONS } from './review.ts';

/** A draft has no fields yet whose numbers could be large. */
const ASKED = QUESTIONS.filter((question) => question !== 'large_numbers');

/** What a new definition is made of. */
export const Answers = z.strictObject({
  application: ApplicationName,
  telemetry_type: TelemetryType,
  title: z.string().min(3).max(120),
  owner: z.string().min(1),
  system_id: Pointer.refine((pointer) => !pointer.split('/').includes('*'), 'one value, so no *').default('/system_id'),
  review: z.record(z.enum(ASKED), z.string()).superRefine((review, context) => {
    for (const question of ASKED) {
      const message = emptinessOf(question, review[question]);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [question], message });
    }
  }),
});
export type Answers = Omit<z.infer<typeof Answers>, 'review'> & { readonly review: z.infer<typeof Review> };

/** One question of `heliograph definitions new`. */
export interface Ask {
  /** Its place among the answers. */
  readonly key: string;
  readonly text: string;
  /** What an empty answer stands for. */
  readonly fallback?: string;
  /** Why an answer cannot be taken; undefined where it can. */
  complaint(answer: string): string | undefined;
}

const fits = (schema: z.ZodType) => (answer: string) => schema.safeParse(answer).error?.issues[0]?.message;

/** In the order in which they are asked. The questions of the review are those asked of every metric (seed of the project). */
export const ASKS: readonly Ask[] = [
  { key: 'application', text: 'Which product sends it?', complaint: fits(Answers.shape.application) },
  { key: 'telemetry_type', text: 'What is this report called?', complaint: fits(Answers.shape.telemetry_type) },
  { key: 'title', text: 'What is it, in one line for the public?', complaint: fits(Answers.shape.title) },
  { key: 'owner', text: 'Which team answers for it?', complaint: fits(Answers.shape.owner) },
  {
    key: 'system_id',
    text: 'Where in the payload does the random id of the system stand?',
    fallback: '/system_id',
    complaint: fits(Answers.shape.system_id),
  },
  ...ASKED.map(
    (question): Ask => ({
      key: `review.${question}`,
      text: askedBy(question),
      complaint: (answer) => emptinessOf(question, answer),
    }),
  ),
];

/** Puts a question and gives the answer; undefined where the input has ended. */
export type Prompt = (question: string) => Promise<string | undefined>;

/**
 * Asks everything. An answer that cannot be taken is asked for again where there is somebody to ask (`patient`); otherwise,
 * and where the input ends, it throws an Error.
 */
export async function askAll(prompt: Prompt, patient: boolean): Promise<Answers> {
  const given = new Map<string, string>();
  for (const ask of ASKS) given.set(ask.key, await askOne(ask, prompt, patient));
  const part = (prefix: string) =>
    Object.fromEntries(
      [...given].flatMap(([key, answer]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), answer]] : [])),
    );
  const flat = [...given].filter(([key]) => !key.includes('.'));
  return Answers.parse({ ...Object.fromEntries(flat), review: part('review.') }) as Answers;
}

async function askOne(ask: Ask, prompt: Prompt, patient: boolean): Promise<string> {
  const question = ask.fallback === undefined ? ask.text : `${ask.text} [${ask.fallback}]`;
  for (let hint = ''; ; ) {
    const line = await prompt(`${hint}${question}`);
    if (line === undefined) throw new Error(`the input ended before the answer to: ${ask.text}`);
    const answer = line.trim() === '' ? (ask.fallback ?? '') : line.trim();
    const complaint = ask.complaint(answer);
    if (complaint === undefined) return answer;
    if (!patient) throw new Error(`${ask.key}: ${complaint} (asked: ${ask.text})`);
    hint = `Not taken: ${complaint}.\n`;
  }
}
