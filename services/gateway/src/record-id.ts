/** SHA-256 of a text, in lower-case hex. */
export type Hash = (text: string) => string;

/**
 * The id of one record, a UUIDv8 (RFC 9562): the same for the same envelope id, system and index, so that an envelope that
 * is sent again is known again; another one for another system, application or type, so that a source that uses one id for
 * all of its reports loses none. See docs/adr/0006. None of the parts can contain the separator.
 */
export function recordId(hash: Hash, envelopeId: string, system: readonly string[], index: number): string {
  const hex = hash([envelopeId.toLowerCase(), ...system, index].join('\0'));
  const variant = VARIANTS[Number.parseInt(hex.charAt(16), 16) & 3] ?? '';
  const [a, b, c, d, e] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20), hex.slice(20, 32)];
  return `${a}-${b}-8${c}-${variant}${d}-${e}`;
}

/** The two highest bits of the variant digit are 10. */
const VARIANTS = '89ab';
