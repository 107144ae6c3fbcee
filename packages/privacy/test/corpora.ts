import { readFileSync } from 'node:fs';
import { KINDS, type Kind } from '../src/detectors/finding.ts';
import { marked, type Planted } from '../src/planted.ts';

const read = (name: string) => readFileSync(new URL(`../corpora/${name}`, import.meta.url), 'utf8');
const lines = (name: string) =>
  read(name)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

function planted(name: string): Planted[] {
  const byKind: Partial<Record<Kind, readonly string[]>> = JSON.parse(read(name));
  return KINDS.flatMap((kind) => (byKind[kind] ?? []).map((text) => marked(kind, text)));
}

/** Must pass untouched. */
export const INNOCENT: readonly string[] = lines('innocent.txt');
/** Innocent as well, but with the look of personal data. */
export const LOOKALIKES: readonly string[] = lines('lookalikes.txt');
/** Personal data encoded, spelled out or broken up. */
export const DISGUISED: readonly Planted[] = planted('disguised.json');
/** Personal data that looks like anything else where its name is not beside it. */
export const NAMELESS: readonly Planted[] = planted('nameless.json');

/** What makes patterns go back and forth: their beginnings, to be repeated, and their middles without an end. */
export const ADVERSARIAL: readonly string[] = JSON.parse(read('adversarial.json'));
