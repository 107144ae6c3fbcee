import type { DedupKey } from '@heliograph/schema';
import { KeyTable } from './key-table.ts';
import type { SeenKeys } from './memory.ts';

/** Keeps the keys in this process, one table for each day of expiry, so that a whole table is dropped at once. */
export function createSeenKeys(): SeenKeys {
  const tables = new Map<string, KeyTable>();
  // One key at a time passes through here, so that looking one up allocates nothing.
  const words = new Uint32Array(4);
  const bytes = Buffer.from(words.buffer);
  const load = (key: DedupKey) => bytes.write(key, 'base64url');

  return {
    has(key) {
      load(key);
      for (const table of tables.values()) if (table.has(words)) return true;
      return false;
    },
    add(keys, expires) {
      const table = tables.get(expires) ?? new KeyTable();
      tables.set(expires, table);
      for (const key of keys) {
        load(key);
        table.add(words);
      }
    },
    expire(today) {
      for (const expires of tables.keys()) if (expires <= today) tables.delete(expires);
    },
    get size() {
      return tables.values().reduce((sum, table) => sum + table.size, 0);
    },
  };
}
