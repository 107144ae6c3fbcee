/** What can be wrong with a run. `left`: of a system that was erased, and there all the same. */
export const FINDING_KINDS = ['lost', 'doubled', 'left', 'unexplained'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  readonly what: string;
  /** The record's id or the system that it is about; empty where it is about neither. */
  readonly name: string;
}

export const lost = (what: string, name: string): Finding => ({ kind: 'lost', what, name });
export const doubled = (what: string, name: string): Finding => ({ kind: 'doubled', what, name });
export const left = (what: string, name: string): Finding => ({ kind: 'left', what, name });
export const unexplained = (what: string, name: string): Finding => ({ kind: 'unexplained', what, name });

/** Values by a key of theirs, each list in the order that they came in. */
export function grouped<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}
