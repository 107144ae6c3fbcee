import type { Random } from '../../../packages/devtools/src/random.ts';
import type { PlannedRequest } from './expectation.ts';
import type { Drafted } from './sources.ts';

/** A request with these envelopes: as an array, or where there is one only every other time without. */
export function toRequest(index: number, drafts: readonly Drafted[], random: Random): PlannedRequest {
  const [only] = drafts;
  const body =
    drafts.length === 1 && random() < 0.5 ? (only?.json ?? '') : `[${drafts.map((each) => each.json).join()}]`;
  return { index, body, contentType: 'application/json', envelopes: drafts.map(({ envelope }) => envelope) };
}
