import type { MessageTopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { Outcome } from './outcome.ts';

/** How many records of one source ended in one way. */
export interface SourceCount {
  readonly application: string;
  readonly telemetry_type: string;
  readonly outcome: 'ok' | 'drop' | 'dead';
  /** Empty for `ok`. */
  readonly reason: string;
  readonly records: number;
}

/**
 * Counts the outcomes of a settled batch by the source that the headers of its records name; records that name none, such as
 * erasures of a whole application, are left out.
 */
export function countSources(
  batch: readonly ConsumerRecord[],
  outcomes: readonly Outcome<MessageTopicId>[],
): SourceCount[] {
  const counts = new Map<string, SourceCount>();
  for (const [i, { headers }] of batch.entries()) {
    const outcome = outcomes[i];
    const { application, telemetry_type } = headers;
    if (outcome === undefined || outcome.kind === 'retry') continue;
    if (application === undefined || telemetry_type === undefined) continue;
    const reason = outcome.kind === 'ok' ? '' : outcome.reason;
    const key = `${application}/${telemetry_type}/${outcome.kind}/${reason}`;
    const records = (counts.get(key)?.records ?? 0) + 1;
    counts.set(key, { application, telemetry_type, outcome: outcome.kind, reason, records });
  }
  return [...counts.values()];
}
