import { z } from 'zod';
import { ApplicationName } from './envelope.ts';

/** The public half of an API key: shown in lists and logs, and good for nothing without the other. */
export const AccessKeyId = z
  .string()
  .regex(/^[a-z0-9]{12}$/, 'twelve lower-case letters and digits')
  .brand<'AccessKeyId'>();
export type AccessKeyId = z.infer<typeof AccessKeyId>;

/**
 * An API key as the topic `keys` holds it, under its id. The key itself is shown to whoever makes it and kept nowhere; the
 * hash is keyed, so that a copy of the topic tells nothing and nobody without the secret can add a key that works.
 */
export const AccessKeyRecord = z.object({
  id: AccessKeyId,
  application: ApplicationName.describe('The one application that may be reported for with it.'),
  hash: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .describe('HMAC-SHA-256 over application, id and secret half, base64url.'),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().optional().describe('Missing: it does not expire.'),
  revoked_at: z.iso.datetime().optional().describe('From then on it is refused, for ever.'),
  note: z.string().max(200).optional().describe('Who holds it, in the words of the operator.'),
});
export type AccessKeyRecord = z.infer<typeof AccessKeyRecord>;

/** What a source sends: its two halves told apart. */
export interface AccessKey {
  readonly id: AccessKeyId;
  /** 256 random bits in base64url. */
  readonly secret: string;
}

/** Begins every key, so that people and scanners of source code know one when they see it. */
const MARK = 'hg';
const FORM = /^hg_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

/** `hg_<id>_<secret>`. */
export function accessKeyText({ id, secret }: AccessKey): string {
  return `${MARK}_${id}_${secret}`;
}

/** Reads a key; undefined where the text is none. */
export function parseAccessKey(text: string): AccessKey | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id: AccessKeyId.parse(id), secret };
}
