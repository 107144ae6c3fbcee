import { type AccessKeyId, AccessKeyRecord } from '@heliograph/schema';
import type { Log, StoredRecord } from '@heliograph/stream';

/** The API keys as they stand now. */
export interface KeyRing {
  find(id: AccessKeyId): AccessKeyRecord | undefined;
  /** Takes over a row of the topic `keys`. */
  put(row: Pick<StoredRecord, 'key' | 'value'>): void;
  readonly size: number;
}

/** An empty ring. A row that cannot be read, or that is not what its key says, takes its key off: access fails closed. */
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
