import { type ProtocolRequest, parseJson } from '@heliograph/ingest';
import type { Event } from './event.ts';

const PREFIX = 'header.ce-';
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * An event in binary mode: its attributes are headers, its data is the body (HTTP protocol binding, section 3.1). Undefined
 * if the body is not the JSON that its media type says.
 */
export function readBinary(body: Uint8Array, request: ProtocolRequest): Event | undefined {
  const attributes = Object.entries(request.context).flatMap(([name, value]): [string, unknown][] =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), decodeHeader(String(value))]] : [],
  );
  const event = { ...Object.fromEntries(attributes), datacontenttype: request.header('content-type') };
  if (body.length === 0) return event;
  const parsed = parseJson(body);
  return parsed === undefined ? undefined : { ...event, data: parsed.json };
}

/**
 * Undoes quoting, and then percent-encoding once (section 3.1.3.2). Some libraries send the bytes of UTF-8 as they are,
 * which Node gives as Latin-1; what is no encoding at all is taken literally.
 */
function decodeHeader(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? value;
  try {
    if (/[\u0080-\u00ff]/.test(quoted)) return UTF8.decode(Buffer.from(quoted, 'latin1'));
    return decodeURIComponent(quoted);
  } catch {
    return quoted;
  }
}
