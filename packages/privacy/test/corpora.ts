import { readFileSync } from 'node:fs';
import { KINDS, type Kind } from '../src/finding.ts';
import { marked, type Planted } from '../src/planted.ts';

const read = (name: string) => readFileSync(new URL(`../corpora/${name}`, import.meta.url), 'utf8');
const lines = (name: string) =>
  read(name)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Must pass untouched. */
export const INNOCENT: readonly string[] = lines('innocent.txt');
/** Innocent as well, but with the look of personal data. */
export const LOOKALIKES: readonly string[] = lines('lookalikes.txt');

const elusive: Partial<Record<Kind, readonly string[]>> = JSON.parse(read('elusive.json'));
/** Personal data in a form that hides what it is. */
export const ELUSIVE: readonly Planted[] = KINDS.flatMap((kind) =>
  (elusive[kind] ?? []).map((text) => marked(kind, text)),
);

/** What makes patterns go back and forth: their beginnings, to be repeated, and their middles without an end. */
export const ADVERSARIAL: readonly string[] = JSON.parse(read('adversarial.json'));
