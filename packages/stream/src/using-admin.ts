import type { Admin, KafkaClient } from './kafka-client.ts';

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
