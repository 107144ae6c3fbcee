/** A number from 0 to below 1 that is always the same for the same text: chance that can be repeated (FNV-1a). */
export function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  // The last characters reach all bits only by mixing once more.
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Rises from 0 to 1 around `middle`; within `width` on either side most of it. */
export function rising(at: number, middle: number, width: number): number {
  return 1 / (1 + Math.exp((-3 * (at - middle)) / width));
}

/** How much of a standard normal distribution lies below z, to 1e-4 (Abramowitz and Stegun 26.2.17, shortened). */
export function belowNormal(z: number): number {
  return 1 / (1 + Math.exp(-1.5976 * z - 0.070565992 * z ** 3));
}
