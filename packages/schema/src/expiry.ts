import { DAY_MS } from './time.ts';

/** How many days before a definition expires somebody is told: enough to review it again without hurry. */
export const EXPIRY_WARNING_DAYS = 30;

/** Days until a day such as 2026-11-02 begins (UTC), begun ones included; 0 or less where it has. */
export function daysUntil(day: string, nowMs: number): number {
  return Math.ceil((Date.parse(day) - nowMs) / DAY_MS);
}
