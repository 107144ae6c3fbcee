import { gunzipSync, inflateSync } from 'node:zlib';
import { parseJson, type RefusalCode } from '@heliograph/ingest';

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const CODINGS: ReadonlyMap<string, Inflate | 'as it is'> = new Map<string, Inflate | 'as it is'>([
  ['identity', 'as it is'],
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
]);

/** Whether a Content-Type is application/json; its parameters are of no importance, JSON is UTF-8 (RFC 8259). */
export function isJsonType(contentType: string | undefined): boolean {
  if (contentType === 'application/json') return true;
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** The coding that a Content-Encoding names, identity without one; undefined where it is not taken, or several. */
export function codingOf(contentEncoding = 'identity'): Inflate | 'as it is' | undefined {
  return CODINGS.get(contentEncoding.trim().toLowerCase());
}

export type Parsed = { readonly json: unknown } | { readonly refused: RefusalCode };

/**
 * Decompresses and parses a body. Both happen here and now: of a thousand bodies that grow to the limit only one is held at
 * a time, and inflating never takes longer than the parsing that follows it.
 */
export function parseBody(bytes: Buffer, coding: Inflate | 'as it is', limit: number): Parsed {
  let plain = bytes;
  if (coding !== 'as it is') {
    try {
      plain = coding(bytes, { maxOutputLength: limit });
    } catch (error) {
      return { refused: isTooLarge(error) ? 'body_too_large' : 'malformed_encoding' };
    }
  }
  return parseJson(plain) ?? { refused: 'malformed_json' };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
