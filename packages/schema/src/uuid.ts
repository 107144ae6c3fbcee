/** The two highest bits of the variant digit are 10. */
const VARIANTS = '89ab';

/** A UUIDv8 (RFC 9562) of the first 128 bits of a hash in lower-case hex, less the six bits that say that it is one. */
export function uuidFromHex(hex: string): string {
  const variant = VARIANTS.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  const [a, b, c, d, e] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20), hex.slice(20, 32)];
  return `${a}-${b}-8${c}-${variant}${d}-${e}`;
}
