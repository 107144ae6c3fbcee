import { readFileSync } from 'node:fs';

/** The text of a definition in which nothing is wrong. */
export function theGoodOne(): string {
  return readFileSync(new URL('definitions-good/acme.status.yaml', import.meta.url), 'utf8');
}
