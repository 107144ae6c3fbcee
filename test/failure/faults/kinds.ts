/** Everything that the scenarios do to a system. */
export const FAULT_KINDS = [
  'kill',
  'kill of all',
  'join',
  'leave',
  'freeze',
  'restart',
  'broker kill',
  'broker stop',
  'network cut',
  'network stall',
  'network slow',
  'network black hole',
  'network half open',
  'postgres kill',
  'postgres stop',
  'postgres slow',
  'postgres read-only',
  'postgres logins refused',
  'postgres locked',
  'postgres disk full',
  'influx kill',
  'influx stop',
  'influx slow',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How often each was injected. */
export type Faults = ReadonlyMap<FaultKind, number>;

/** The kinds that were to be injected and were not, as lines for people. */
export function notInjected(kinds: readonly FaultKind[], faults: Faults): string[] {
  return kinds.filter((kind) => (faults.get(kind) ?? 0) === 0).map((kind) => `no ${kind} was injected`);
}
