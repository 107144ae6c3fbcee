import type { Evidence } from './evidence.ts';
import type { Workload } from './expectation.ts';

/**
 * The id of a record by the rule of docs/adr/0006: a UUIDv8 of the SHA-256 of envelope id, application, telemetry type, system
 * id and index. Written anew from the rule: a gateway that changes it makes known reports unknown, and is found out here.
 */
export function recordId(
  hash: (text: string) => string,
  envelopeId: string,
  [application, telemetryType, systemId]: readonly [string, string, string],
  index: number,
): string {
  return uuidOf(hash([envelopeId.toLowerCase(), application, telemetryType, systemId, index].join('\0')));
}

/** A UUIDv8 of the first 128 bits of a hash. */
export function uuidOf(hex: string): string {
  const variant = (0x8 | (Number.parseInt(hex.charAt(16), 16) & 0x3)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The evidence with the records of `raw` called as they are from the sanitizer on; what is not of the workload keeps its name. */
export function renamedAsSanitized(evidence: Evidence, { requests, sentinels }: Workload): Evidence {
  const planned = [...requests, sentinels].flatMap(({ envelopes }) => envelopes.flatMap(({ records }) => records));
  const names = new Map(planned.map(({ rawId, id }) => [rawId, id]));
  return { ...evidence, raw: evidence.raw.map((entry) => ({ ...entry, name: names.get(entry.name) ?? entry.name })) };
}
