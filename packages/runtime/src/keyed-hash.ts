import { createHmac, hash } from 'node:crypto';

/** What stands for the ids and values of others; none of it can be found without the secret. */
export interface Pseudonyms {
  /** Of a system: the same for all telemetry types of an application, so that they can be put side by side. */
  system(application: string, systemId: string): string;
  /** Of the values of one field, which are like those of no other field, and like no system. */
  field(application: string, telemetryType: string, pointer: string): (value: string) => string;
  /** Of the id of a record, 64 hexadecimal digits: the gateway makes that id from the system's, without a secret. */
  record(id: string): string;
}

/** 128 bits: with a million systems the chance that any two share a key is below one in 10^26. */
const HASH_BYTES = 16;

/**
 * Makes pseudonyms with HMAC-SHA-256. Systems have the secret as their key, and application, a zero byte and the id as the
 * text; each field, and the ids of records, have a key of their own, derived from the secret by a label. 22 characters are
 * the first 128 bits in base64url.
 */
export function pseudonymsOf(secret: string): Pseudonyms {
  const derived = (...label: readonly string[]) => createHmac('sha256', secret).update(label.join('\0')).digest();
  const recordKey = derived('heliograph', 'record');
  const text = (key: string | Buffer, value: string) =>
    createHmac('sha256', key).update(value).digest().subarray(0, HASH_BYTES).toString('base64url');
  return {
    system: (application, systemId) => text(secret, `${application}\0${systemId}`),
    field(application, telemetryType, pointer) {
      const key = derived('heliograph', 'field', application, telemetryType, pointer);
      return (value) => text(key, value);
    },
    record: (id) => createHmac('sha256', recordKey).update(id).digest('hex'),
  };
}

/** SHA-256 of a text in UTF-8, in lower-case hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
