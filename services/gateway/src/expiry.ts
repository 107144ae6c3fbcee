import { collects, type Definition, type Register } from '@heliograph/schema';

const DAY_MS = 86_400_000;

/** Long enough to review a definition again without hurry. */
const WARNING_DAYS = 30;

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
    .map((definition) => {
      const expiresMs = Date.parse(definition.expires);
      return { definition, expiresMs, daysLeft: Math.ceil((expiresMs - nowMs) / DAY_MS) };
    });
}

/** Those that somebody has to be told of: they expire within thirty days, or have expired. */
export function soonOrExpired(expiries: readonly Expiry[]): Expiry[] {
  return expiries.filter(({ daysLeft }) => daysLeft <= WARNING_DAYS);
}
