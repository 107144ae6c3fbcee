import type { DeadLetterHeaders } from '@heliograph/schema';
import type { PendingDeadLetter } from '../outcome/settle.ts';

/** Who gives up on a record. */
export interface Stage {
  readonly stage: string;
  readonly group: string;
  readonly version: string;
}

/**
 * The headers of a dead letter: those of the original and what became of it. `topic` is the full name of the topic that
 * the original was read from, `nowMs` the server's clock. Source: DESIGN, section 2.
 */
export function deadLetterHeaders(
  letter: PendingDeadLetter,
  { stage, group, version }: Stage,
  topic: string,
  nowMs: number,
): Record<string, string> {
  const { origin } = letter;
  const earlier = Number(origin.headers['dead.attempts'] ?? 0);
  const added: DeadLetterHeaders = {
    'dead.reason': letter.reason,
    'dead.detail': letter.detail,
    'dead.stage': stage,
    'dead.group': group,
    'dead.origin': `${topic}/${origin.partition}/${origin.offset}`,
    'dead.attempts': String((Number.isSafeInteger(earlier) ? earlier : 0) + 1),
    'dead.failed_at': new Date(nowMs).toISOString(),
    'dead.version': version,
  };
  return { ...origin.headers, ...added };
}
