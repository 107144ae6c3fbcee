/** Enough to recognise a value; the API has all of it. */
const MAX_LENGTH = 80;
const SHORT_LENGTH = 24;

/** Characters that are not seen and change how others are. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value that a sender chose, as text that can be read, in attributes and pictures too. */
export function plainValue(value: string, maxLength = MAX_LENGTH): string {
  if (value === '') return '(empty)';
  const visible = value
    .slice(0, 4 * MAX_LENGTH)
    .replace(INVISIBLE, '')
    .trim();
  if (visible === '') return '(not printable)';
  const characters = [...visible];
  return characters.length <= maxLength ? visible : `${characters.slice(0, maxLength - 1).join('')}…`;
}

export const shortValue = (value: string): string => plainValue(value, SHORT_LENGTH);

/** The same in a page: in whatever direction it is written, the text around it keeps its order. */
export const SentValue = ({ value }: { readonly value: string }) => <bdi>{plainValue(value)}</bdi>;
