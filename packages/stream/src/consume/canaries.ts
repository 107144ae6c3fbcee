import { isCanary } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { SourceCount } from '../outcome/source-counts.ts';

/**
 * When the canaries of a settled batch were sent, in milliseconds since the epoch; dead letters are none that arrived. The
 * counts say whether there are any, so that a batch without is not looked through.
 */
export function canariesIn(batch: readonly ConsumerRecord[], counts: readonly SourceCount[]): number[] {
  if (!counts.some((count) => isCanary(count) && count.outcome !== 'dead')) return [];
  return batch
    .filter(({ headers }) => isCanary(headers))
    .map(({ value }) => sentMs(value))
    .filter(Number.isFinite);
}

function sentMs(value: Buffer | null): number {
  try {
    return Date.parse(JSON.parse(String(value)).received_at);
  } catch {
    return Number.NaN;
  }
}
