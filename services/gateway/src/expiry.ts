import { collects, type Definition, daysUntil, EXPIRY_WARNING_DAYS, type Register } from '@heliograph/schema';

/** When a definition that takes data in will no longer do so. */
export interface Expiry {
  readonly definition: Definition;
  readonly expiresMs: number;
  /** Days until then, begun ones included; 0 or less where it has expired. */
  readonly daysLeft: number;
}

/** When each definition expires that takes data in, or took it in until then. */
export function expiriesOf({ definitions, mode }: Register, nowMs: number): Expiry[] {
  return definitions
    .filter((definition) => collects(definition, mode))
    .map((definition) => ({
      definition,
      expiresMs: Date.parse(definition.expires),
      daysLeft: daysUntil(definition.expires, nowMs),
    }));
}

/** Those that somebody has to be told of: they expire within thirty days, or have expired. */
export function soonOrExpired(expiries: readonly Expiry[]): Expiry[] {
  return expiries.filter(({ daysLeft }) => daysLeft <= EXPIRY_WARNING_DAYS);
}
