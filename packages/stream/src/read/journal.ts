import { randomUUID } from 'node:crypto';
import type { TopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { KafkaClient, Transaction } from '../client/kafka-client.ts';
import type { Runtime } from '../client/runtime.ts';
import { openTopicReader, type PartitionReading } from './topic-reader.ts';

/** Reads one partition of the journal from its beginning to its end; resolves at the end. */
export type Restore = (each: (record: ConsumerRecord) => void) => Promise<void>;

export interface JournalReader {
  /** Writes a mark into the fencing transaction; once it has been read back, all that was written before it has too. */
  mark(transaction: Transaction, partition: number): Promise<string>;
  /**
   * Rejects with the client's errors, with a JournalTimeout or a JournalSuperseded, which may be tried again, and with what
   * `each` throws. May be called while the broker is away: it then waits for as long as a silence may last.
   */
  restore(partition: number, mark: string, each: (record: ConsumerRecord) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Thrown where nothing of the journal has arrived for a while, although its end has not been read. */
export class JournalTimeout extends Error {
  override readonly name = 'JournalTimeout';
}

/** Thrown where the same partition is being restored anew, by an acquisition that has fenced the one before it. */
export class JournalSuperseded extends Error {
  override readonly name = 'JournalSuperseded';
}

/** Longer than a broker needs to come back and the client to notice it. */
const SILENCE_MS = 60_000;

/** The header of marks, which have no value and are not given out. */
const MARK = 'mark';

interface Reading extends PartitionReading {
  heardAt: number;
}

/**
 * One consumer for the process, in a group of its own that owns every partition of the journal; a restore rewinds and
 * resumes one, the others are paused. The end of what a fenced owner has written cannot be told from offsets, because a
 * commit is answered before its markers are written: hence the mark. Rejects with the client's errors where the broker is
 * away, and leaves nothing behind then.
 */
export async function openJournal(
  kafka: KafkaClient,
  id: TopicId,
  stage: string,
  runtime: Pick<Runtime, 'log' | 'health' | 'fail'>,
): Promise<JournalReader> {
  const { log, health, fail } = runtime;
  const topic = kafka.topic(id);
  const readings = new Map<number, Reading>();
  const joined = Promise.withResolvers<void>();
  health.waiting(id, 'joining the group');
  const reader = await openTopicReader({
    ...{ kafka, topic: id, group: `${kafka.group(stage)}.journal.${randomUUID()}`, log, fail },
    readingOf: (partition) => readings.get(partition),
    joined() {
      health.proven(id);
      joined.resolve();
    },
    crashed(error, cause) {
      log.warn({ err: error, journal: id, cause }, 'the journal cannot be read');
      health.waiting(id, cause);
      for (const partition of readings.keys()) end(partition, error);
    },
  });
  const watch = setInterval(() => {
    for (const [partition, { heardAt }] of readings)
      if (performance.now() - heardAt > SILENCE_MS)
        end(partition, new JournalTimeout(`${topic}/${partition} is silent`));
  }, SILENCE_MS / 10);
  await joined.promise;

  /** Ends a reading. Neither this nor what comes of it may throw: it runs in listeners of the client and in timers. */
  function end(partition: number, error: unknown): void {
    readings.get(partition)?.failed(error);
  }

  return {
    async mark(transaction, partition) {
      const mark = randomUUID();
      await transaction.send({ topic, messages: [{ partition, key: MARK, value: null, headers: { [MARK]: mark } }] });
      return mark;
    },
    restore(partition, mark, each) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      end(partition, new JournalSuperseded(`${topic}/${partition} is being restored anew`));
      const finish = (settle: () => void) => {
        readings.delete(partition);
        reader.pause(partition);
        settle();
      };
      const reading: Reading = {
        heardAt: performance.now(),
        record(record) {
          reading.heardAt = performance.now();
          if (record.headers[MARK] === mark) finish(resolve);
          else if (record.headers[MARK] === undefined) each(record);
        },
        position() {
          reading.heardAt = performance.now();
        },
        failed: (error) => finish(() => reject(error)),
      };
      readings.set(partition, reading);
      // Without a group there is nothing to rewind: joining it does.
      reader.rewind(partition);
      return promise;
    },
    async stop() {
      clearInterval(watch);
      for (const partition of readings.keys()) end(partition, new JournalTimeout(`${topic} is being closed`));
      await reader.stop();
    },
  };
}
