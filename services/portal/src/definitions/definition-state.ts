import { type Definition, daysUntil, EXPIRY_WARNING_DAYS } from '@heliograph/schema';

export const DEFINITION_STATES = ['draft', 'in_force', 'expires_soon', 'expired', 'retired'] as const;
/** Whether a definition lets reports in, and whether its owner has to act. */
export type DefinitionState = (typeof DEFINITION_STATES)[number];

export function definitionState({ status, expires }: Definition, nowMs: number): DefinitionState {
  if (status === 'retired') return 'retired';
  const days = daysUntil(expires, nowMs);
  if (days <= 0) return 'expired';
  if (status === 'draft') return 'draft';
  return days <= EXPIRY_WARNING_DAYS ? 'expires_soon' : 'in_force';
}

/** Whether reports are accepted. A public draft accepts them: drafts are public in development mode only. */
export function isCollected(definition: Definition, nowMs: number): boolean {
  return ['draft', 'in_force', 'expires_soon'].includes(definitionState(definition, nowMs));
}
