import { gunzipSync } from 'node:zlib';
import type { ProtocolRequest, Refusal } from '@heliograph/ingest';
import { readPart } from './multipart.ts';

const FIRST_LINE = /^POPULARITY-CONTEST-\d+ (?<fields>.*)$/;
const END = 'END-POPULARITY-CONTEST-';
const GZIP = [0x1f, 0x8b];
/** The year 9999; beyond it RFC 3339 has no text. */
const LAST_SECOND = 253_402_300_799;

/** What the mark at the end of a line says of a package; without one it is used. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['<OLD>', 'old'],
  ['<RECENT-CTIME>', 'recent'],
  ['<NOFILES>', 'no_files'],
]);

/**
 * Reads a submission of Debian's popularity-contest: text with a line for each package, usually in gzip, as the part
 * `popcondata` of a form or as the body itself. `packages` has the state of each: used, old, recent or no_files.
 */
export function readPopcon(
  body: Uint8Array,
  request: ProtocolRequest,
  { maxBodyBytes }: { readonly maxBodyBytes: number },
): { readonly value: unknown } | Refusal {
  const contentType = request.header('content-type') ?? '';
  const part = contentType.toLowerCase().startsWith('multipart/form-data')
    ? readPart(body, contentType, 'popcondata')
    : body;
  if (part === undefined) return { refused: 'malformed_body' };
  let text: string;
  try {
    const isGzip = GZIP.every((byte, i) => part[i] === byte);
    // Names of packages are ASCII; Latin-1 reads whatever else comes without a fault.
    text = Buffer.from(isGzip ? gunzipSync(part, { maxOutputLength: maxBodyBytes }) : part).toString('latin1');
  } catch (error) {
    return { refused: error instanceof RangeError ? 'body_too_large' : 'malformed_body' };
  }
  const value = readSubmission(text);
  return value === undefined ? { refused: 'malformed_body' } : { value };
}

/** Undefined if the text has no first line of a submission, or no last one: then it was cut off. */
function readSubmission(text: string): object | undefined {
  const [first = '', ...lines] = text.split('\n');
  const header = FIRST_LINE.exec(first.trimEnd())?.groups?.fields;
  const end = lines.findIndex((line) => line.startsWith(END));
  if (header === undefined || end === -1) return undefined;
  const fields = new Map(header.split(' ').map((field) => splitAt(field, field.indexOf(':'))));
  const packages = lines.slice(0, end).flatMap((line): [string, string][] => {
    const [, , name, ...rest] = line.trimEnd().split(' ');
    return name === undefined || name === '' ? [] : [[name, STATES.get(rest.at(-1) ?? '') ?? 'used']];
  });
  return {
    id: fields.get('ID'),
    time: timeOf(fields.get('TIME')),
    architecture: fields.get('ARCH'),
    popcon_version: fields.get('POPCONVER'),
    vendor: fields.get('VENDOR'),
    packages: Object.fromEntries(packages),
  };
}

const splitAt = (text: string, at: number): [string, string] => [text.slice(0, at), text.slice(at + 1)];

/** Seconds since the epoch as RFC 3339; what is none stays as it is, so that the report is rejected for its time. */
function timeOf(seconds: string | undefined): string | undefined {
  const isTime = seconds !== undefined && /^\d{1,12}$/.test(seconds) && Number(seconds) <= LAST_SECOND;
  return isTime ? new Date(Number(seconds) * 1000).toISOString() : seconds;
}
