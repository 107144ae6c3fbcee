import type { Register } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';
import { createReadRetention } from './bucket.influx.ts';
import { createBucketCheck } from './bucket.ts';
import type { InfluxSettings } from './client.influx.ts';
import type { Ports } from './handler.ts';
import { createPointRemover } from './point-remover.influx.ts';
import { createPointWriter } from './point-writer.influx.ts';
import { openReceipts, type ReceiptSettings } from './receipts.postgres.ts';

export interface Stores extends Ports {
  /**
   * InfluxDB keeps no position, so there is none. Asked for one it proves that it would take points and keep them, or
   * rejects; readiness waits for that.
   */
  position(): Promise<undefined>;
  close(): Promise<void>;
}

/** What the sink writes to. Connects to nothing yet. */
export function openStores(settings: InfluxSettings & ReceiptSettings, register: Register, log: Log): Stores {
  const writer = createPointWriter(settings);
  const receipts = openReceipts(settings);
  const checkBucket = createBucketCheck(register, createReadRetention(settings), log);
  return {
    writer,
    remover: createPointRemover(settings),
    receipts,
    async position() {
      await writer.prove();
      await checkBucket();
      return undefined;
    },
    close: () => receipts.close(),
  };
}
