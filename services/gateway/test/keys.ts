import { randomBytes } from 'node:crypto';
import { accessKeyHash } from '@heliograph/runtime';
import { AccessKeyId, AccessKeyRecord, accessKeyText } from '@heliograph/schema';

/** Under which the keys of the tests are hashed. */
export const SECRET = 'a secret of the tests, and no other';

/** A new key as its holder has it, and as the topic has it. */
export function aKey(given: Partial<AccessKeyRecord> = {}): { text: string; record: AccessKeyRecord } {
  const { application = 'pulp' } = given;
  const key = { id: AccessKeyId.parse(randomBytes(6).toString('hex')), secret: randomBytes(32).toString('base64url') };
  const hash = accessKeyHash(SECRET)(application, key);
  const created_at = new Date().toISOString();
  return {
    text: accessKeyText(key),
    record: AccessKeyRecord.parse({ id: key.id, application, hash, created_at, ...given }),
  };
}
