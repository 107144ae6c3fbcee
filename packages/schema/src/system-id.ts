import { z } from 'zod';

/**
 * The id that a source gave to one of its systems, as sent. It may be personal data, so it never leaves the raw topic.
 * Printable ASCII without spaces, 1 to 128 characters: enough for a UUID, a hash or a URN, too little for a document.
 */
export const SystemId = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'a system id is 1 to 128 printable ASCII characters without spaces')
  .brand<'SystemId'>();
export type SystemId = z.infer<typeof SystemId>;

/**
 * What the rest of the pipeline knows a system by: HMAC-SHA-256 of application and system id, its first 128 bits in
 * base64url (22 characters); or the id itself where the definition says so.
 */
export const SystemKey = z.string().min(1).max(128).brand<'SystemKey'>();
export type SystemKey = z.infer<typeof SystemKey>;

/** 16 bytes that stand for "this again"; base64url in the journal. See services/dedup. */
export const DedupKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .brand<'DedupKey'>();
export type DedupKey = z.infer<typeof DedupKey>;
