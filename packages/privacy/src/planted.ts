import corpus from '../corpora/planted.json' with { type: 'json' };
import { KINDS, type Kind } from './detectors/finding.ts';

/** A made-up text with personal data in it. */
export interface Planted {
  readonly kind: Kind;
  readonly text: string;
  /** The part of the text that must not come out. */
  readonly tells: string;
}

const MARKED = /^(.*)⟦(.+)⟧(.*)$/u;

/**
 * Values of each kind, made up or from documentation: what the standard test plants in every field of a definition (seed
 * 003: a test that fails a metric which lets personal data through).
 */
export const PLANTED: readonly Planted[] = KINDS.flatMap((kind) => corpus[kind].map((text) => marked(kind, text)));

/** Reads an entry of a corpus, in which ⟦ and ⟧ stand around what tells. Throws where they do not. */
export function marked(kind: Kind, text: string): Planted {
  const [, before, tells, after] = MARKED.exec(text) ?? [];
  if (tells === undefined) throw new Error(`in the corpus of ${kind} one does not say which part tells`);
  return { kind, text: `${before}${tells}${after}`, tells };
}

/** How such values stand in real texts. `%` is the value. */
export const SETTINGS = ['%', '%.', 'error near "%"', 'x=%, y=2', '(%)', 'at % since boot'] as const;
