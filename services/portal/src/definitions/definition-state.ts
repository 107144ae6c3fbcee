import { collects, type Definition, daysUntil, EXPIRY_WARNING_DAYS, type Register } from '@heliograph/schema';

/** Where a definition stands: whether it takes in data, and whether somebody should see to it. */
export type Standing = 'draft' | 'in_force' | 'expires_soon' | 'expired' | 'retired';

export function standingOf({ status, expires }: Definition, nowMs: number): Standing {
  if (status === 'retired') return 'retired';
  const days = daysUntil(expires, nowMs);
  if (days <= 0) return 'expired';
  if (status === 'draft') return 'draft';
  return days <= EXPIRY_WARNING_DAYS ? 'expires_soon' : 'in_force';
}

/** Whether reports are taken. A draft is public, and takes them, in development mode only. */
export function isCollected(definition: Definition, nowMs: number): boolean {
  return ['draft', 'in_force', 'expires_soon'].includes(standingOf(definition, nowMs));
}

/** The definitions that take in data or have taken it in: a draft is nobody's business but in development mode. */
export function publicDefinitions({ definitions, mode }: Pick<Register, 'definitions' | 'mode'>): Definition[] {
  return definitions.filter((definition) => definition.status === 'retired' || collects(definition, mode));
}
