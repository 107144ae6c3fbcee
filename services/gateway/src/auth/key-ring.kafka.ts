import { accessKeyHash, isSameHash } from '@heliograph/runtime';
import { type AccessKeyId, AccessKeyRecord } from '@heliograph/schema';
import {
  type ConsumerRecord,
  followTable,
  type KafkaSettings,
  type Log,
  type Runtime,
  retryWhileUnavailable,
} from '@heliograph/stream';
import type { VerifyKey } from './access.ts';

/** The API keys in force. */
export interface KeyRing {
  find(id: AccessKeyId): AccessKeyRecord | undefined;
  /** Applies a row of the topic `keys`. */
  put(row: Pick<ConsumerRecord, 'key' | 'value'>): void;
  readonly size: number;
}

/** An empty ring. A row that cannot be read, or is not what its key says, removes its key: access fails closed. */
export function createKeyRing(log: Log): KeyRing {
  const keys = new Map<string, AccessKeyRecord>();
  return {
    find: (id) => keys.get(id),
    put({ key, value }) {
      if (key === null) return;
      const record = value === null ? undefined : readRow(value);
      if (record?.id === key) keys.set(key, record);
      else {
        keys.delete(key);
        if (value !== null) log.error({ key }, 'a record of the topic of API keys cannot be read');
      }
    },
    get size() {
      return keys.size;
    },
  };
}

function readRow(value: Buffer): AccessKeyRecord | undefined {
  try {
    return AccessKeyRecord.safeParse(JSON.parse(value.toString())).data;
  } catch {
    return undefined;
  }
}

/** As long as a hash, so that an unknown key takes as long to refuse as a wrong one. No hash is all zeros. */
const NO_HASH = 'A'.repeat(43);

/** Compares keys with the hashes on the ring, under the operator's secret. */
export function createKeyVerifier(ring: Pick<KeyRing, 'find'>, secret: string): VerifyKey {
  const hash = accessKeyHash(secret);
  return (key) => {
    const record = ring.find(key.id);
    return isSameHash(hash(record?.application ?? '', key), record?.hash ?? NO_HASH) ? record : undefined;
  };
}

export interface FollowedKeys {
  readonly ring: KeyRing;
  stop(): Promise<void>;
}

/** The API keys of the topic `keys`, and every change of them within a second. Resolves when all of them have been read. */
export async function followKeys(kafka: KafkaSettings, runtime: Runtime): Promise<FollowedKeys> {
  const ring = createKeyRing(runtime.log);
  const { stop } = await retryWhileUnavailable({ part: 'keys', runtime }, () =>
    followTable({ stage: 'gateway', table: 'keys', kafka, runtime, row: ring.put }),
  );
  runtime.log.info({ keys: ring.size }, 'API keys have been read');
  return { ring, stop };
}
