import { uuidFromHex } from '@heliograph/schema';

/** A number in [0, 1). */
export type Random = () => number;

/**
 * A reproducible source of randomness for synthetic data: sfc32, its 128 bits of state spread from the text by cyrb128.
 * Equal texts give equal sequences. Not for secrets.
 */
export function randomFrom(text: string): Random {
  let [a, b, c, d] = hash128(text);
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

/** The UUID that stands for a text: version 8, the one that RFC 9562 leaves to the application. */
export function uuidFrom(text: string): string {
  return uuidFromHex(
    hash128(text)
      .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
      .join(''),
  );
}

/** One of the values, by their weights. `at` is in [0, 1), so that equal `at` gives equal values. */
export function weighted<T>(choices: readonly (readonly [T, number])[], at: number): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = at * total;
  for (const [value, weight] of choices) {
    rest -= weight;
    if (rest < 0) return value;
  }
  throw new Error('no choices');
}

function hash128(text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  return [h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1];
}
