import type { Register } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';
import { createReadRetention } from './bucket.influx.ts';
import { createBucketCheck } from './bucket.ts';
import type { InfluxSettings } from './client.influx.ts';
import { createExclusion } from './exclusion.ts';
import type { Ports } from './handler.ts';
import { createPointRemover } from './point-remover.influx.ts';
import { createPointWriter } from './point-writer.influx.ts';
import { openReceipts, type ReceiptSettings } from './receipts.postgres.ts';
import { createBucketRetention, type Retention } from './retention.ts';
import { createRetentionPolicies } from './retention-policies.influx.ts';

export interface Stores extends Ports {
  readonly retention: Retention;
  /**
   * InfluxDB keeps no position, so there is none. Asked for one it proves that it would take points and keep them, or
   * rejects; readiness waits for that.
   */
  position(): Promise<undefined>;
  close(): Promise<void>;
}

/** What the sink writes to. Connects to nothing yet. */
export function openStores(settings: InfluxSettings & ReceiptSettings, register: Register, log: Log): Stores {
  const receipts = openReceipts(settings);
  const close = () => receipts.close();
  if (settings.influxApi !== 'v2') return { ...openV1(settings, register), receipts, close };
  const remover = createPointRemover(settings);
  const writer = createPointWriter(settings);
  const readRetention = createReadRetention(settings);
  const checkBucket = createBucketCheck(register, readRetention, log);
  return {
    writer,
    remover,
    retention: createBucketRetention({ remover, readRetention, now: Date.now }),
    async position() {
      await writer.prove();
      await checkBucket();
      return undefined;
    },
    receipts,
    close,
  };
}

/** With a policy for each measurement; and no deletion beside a write, which may take new series out of the index. */
function openV1(settings: InfluxSettings, register: Register): Omit<Stores, 'receipts' | 'close'> {
  const { shared, exclusive } = createExclusion();
  const policies = createRetentionPolicies(settings, register);
  const writer = createPointWriter(settings, policies);
  const remover = createPointRemover(settings);
  return {
    writer: { ...writer, write: (points, lease) => shared(() => writer.write(points, lease)) },
    remover: { remove: (deletion) => exclusive(() => remover.remove(deletion)) },
    retention: policies,
    async position() {
      await writer.prove();
      for (const { influx } of register.definitions) await policies.ensure(influx.measurement);
      return undefined;
    },
  };
}
