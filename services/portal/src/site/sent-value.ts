import { type Html, html } from './html.ts';

/** Nobody needs more of a value to know it again; the tables of the API have it whole. */
const MOST_CHARACTERS = 80;
const SHORT = 24;

/** Characters that are not seen and change how others are. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value that senders chose, as a text that is fit to be read, in an attribute or a picture too. */
export function plainValue(value: string, most = MOST_CHARACTERS): string {
  if (value === '') return '(empty)';
  const seen = value
    .slice(0, 4 * MOST_CHARACTERS)
    .replace(UNSEEN, '')
    .trim();
  if (seen === '') return '(not printable)';
  const characters = [...seen];
  return characters.length <= most ? seen : `${characters.slice(0, most - 1).join('')}…`;
}

export const shortValue = (value: string): string => plainValue(value, SHORT);

/** The same in a page: however it is written, the text around it stays in its order. */
export const valueHtml = (value: string): Html => html`<bdi>${plainValue(value)}</bdi>`;
