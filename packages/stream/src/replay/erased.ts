import { Observation, RawRecord } from '@heliograph/schema';
import { z } from 'zod';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { KafkaSettings } from '../client/kafka-client.ts';
import { decode, parseAs } from '../outcome/codec.ts';
import { scanTopic } from '../read/read-topic.ts';

/** Which systems have been erased, and when. */
export interface Erased {
  /**
   * Whether a record is about a system that was erased after it was received. Of a letter from before the sanitizer that can
   * be told only where the definition keeps the system id as it is; the rest is known to dedup, through which it passes.
   */
  concerns(record: Pick<ConsumerRecord, 'value'>): boolean;
}

/** As much of a report as says whose it is, from before the sanitizer or from after it. */
const Subject = z.union([
  Observation.pick({ application: true, telemetry_type: true, system_key: true, received_at: true }),
  RawRecord.pick({ application: true, telemetry_type: true, system_id: true, received_at: true }),
]);

const ALL_TYPES = '*';
const nameOf = (...parts: readonly string[]) => parts.join('/');

/** Collects the entries of the topic of erasures. */
export function createErasureLog(): { add(record: Pick<ConsumerRecord, 'value'>): void; erased(): Erased } {
  const erasedMs = new Map<string, number>();
  let broken: string | undefined;
  return {
    add(record) {
      if (record.value === null) return;
      const entry = decode('erasures', record);
      if ('dead' in entry) {
        broken ??= entry.dead.detail;
        return;
      }
      const { application, telemetry_type = ALL_TYPES, system_keys, received_at } = entry.message;
      for (const key of system_keys) {
        const name = nameOf(application, telemetry_type, key);
        erasedMs.set(name, Math.max(erasedMs.get(name) ?? 0, Date.parse(received_at)));
      }
    },
    /** Throws where an entry could not be read: what it stood for would come back. */
    erased() {
      if (broken !== undefined) throw new Error(`the record of erasures cannot be read: ${broken}`);
      return {
        concerns(record) {
          const read = parseAs(Subject, record);
          if ('dead' in read) return false;
          const { application, telemetry_type, received_at } = read.message;
          const key = 'system_key' in read.message ? read.message.system_key : read.message.system_id;
          const receivedMs = Date.parse(received_at);
          return [telemetry_type, ALL_TYPES].some(
            (type) => receivedMs <= (erasedMs.get(nameOf(application, type, key)) ?? Number.NEGATIVE_INFINITY),
          );
        },
      };
    },
  };
}

/** What has been erased by the time of the call. */
export async function readErased(settings: KafkaSettings): Promise<Erased> {
  const log = createErasureLog();
  await scanTopic(settings, 'erasures', log.add);
  return log.erased();
}
