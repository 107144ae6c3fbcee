import type { Admin, KafkaClient } from '../client/kafka-client.ts';
import { createKafka, type KafkaSettings } from '../client/kafka-client.ts';
import type { Log } from '../client/runtime.ts';

/**
 * Runs an action with an administrative client of its own, so that a connection on which nothing comes back any more is not
 * used again. Rejects with the client's errors, and leaves no connection then.
 */
export async function usingAdmin<T>(kafka: KafkaClient, action: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await action(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** For commands, which say in their errors what there is to say. */
export const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Runs an action with an administrative client of its own. */
export async function withAdmin<T>(
  settings: KafkaSettings,
  action: (kafka: KafkaClient, admin: Admin) => Promise<T>,
): Promise<T> {
  const kafka = createKafka(settings, SILENT);
  return usingAdmin(kafka, (admin) => action(kafka, admin));
}
