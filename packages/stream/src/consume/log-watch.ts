import type { InputTopicId } from '@heliograph/schema';
import { Counter } from 'prom-client';
import type { StartingPoint } from '../admin/positions.ts';
import type { Runtime } from '../client/runtime.ts';
import { partitionName, type TopicPartition } from '../client/topic-partition.ts';
import type { ErrorTable } from '../errors/classify.ts';

/** Thrown where the broker had nothing at our position any more and the client began from elsewhere. */
export class LogReset extends Error {
  override readonly name = 'LogReset';
}

export const LOG_ERRORS: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'log_reset',
    because:
      'the log has lost its end or its beginning; acquiring the partition anew compares its position with both ends of the log',
    matches: (error) => error instanceof LogReset,
  },
];

/** Says what of the log was lost before this stage could read it: in = ok + drop + dead + expired. */
export interface LogWatch {
  /** A partition is read from here: reports what is lost before it. */
  began(place: TopicPartition<InputTopicId>, from: StartingPoint): void;
}

/** Each loss is a line in the log at `error`, a counter and a warning, which stays until the process ends. */
export function watchLog({ log, health, registry }: Pick<Runtime, 'log' | 'health' | 'registry'>): LogWatch {
  const offsets = new Counter({
    name: 'heliograph_expired_offsets_total',
    help: 'Offsets of the input that retention deleted before this stage had read them, markers of transactions included',
    labelNames: ['topic'] as const,
    registers: [registry],
  });
  const truncations = new Counter({
    name: 'heliograph_log_truncations_total',
    help: 'Partitions of the input whose log ended before the position of this stage, and were read from their beginning',
    labelNames: ['topic'] as const,
    registers: [registry],
  });

  return {
    began(place, { next, expired, isTruncated }) {
      if (expired > 0n) {
        offsets.inc({ topic: place.topic }, Number(expired));
        log.error({ ...place, offsets: Number(expired) }, 'records expired unread: this stage was behind for too long');
        health.warn(`expired ${partitionName(place)}`, 'records were deleted by retention before they were read');
      }
      if (isTruncated) {
        truncations.inc({ topic: place.topic });
        log.error({ ...place, next: Number(next) }, 'the log has lost its end: read again from its beginning');
        health.warn(`truncated ${partitionName(place)}`, 'the log had lost records that this stage had read');
      }
    },
  };
}
