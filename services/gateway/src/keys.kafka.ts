import { followTable, type KafkaSettings, type Runtime, retryWhileUnavailable } from '@heliograph/stream';
import { createKeyRing, type KeyRing } from './key-ring.ts';

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
