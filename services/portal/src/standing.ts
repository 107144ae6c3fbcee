import { collects, type Definition, type Register } from '@heliograph/schema';

const DAY_MS = 86_400_000;

/** Long enough to review a definition again without hurry. */
const WARNING_DAYS = 30;

/** Where a definition stands: whether it takes in data, and whether somebody should see to it. */
export type Standing = 'draft' | 'in_force' | 'expires_soon' | 'expired' | 'retired';

export function standingOf({ status, expires }: Definition, nowMs: number): Standing {
  if (status === 'retired') return 'retired';
  const days = daysLeft(expires, nowMs);
  if (days <= 0) return 'expired';
  if (status === 'draft') return 'draft';
  return days <= WARNING_DAYS ? 'expires_soon' : 'in_force';
}

/** Days until a definition expires, begun ones included; 0 or less where it has. */
export function daysLeft(expires: string, nowMs: number): number {
  return Math.ceil((Date.parse(expires) - nowMs) / DAY_MS);
}

/** Whether reports are taken. A draft is public, and takes them, in development mode only. */
export function isCollected(definition: Definition, nowMs: number): boolean {
  return ['draft', 'in_force', 'expires_soon'].includes(standingOf(definition, nowMs));
}

/** The definitions that take in data or have taken it in: a draft is nobody's business but in development mode. */
export function publicDefinitions({ definitions, mode }: Pick<Register, 'definitions' | 'mode'>): Definition[] {
  return definitions.filter((definition) => definition.status === 'retired' || collects(definition, mode));
}
