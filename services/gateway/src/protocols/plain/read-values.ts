import { type DecodeBounds, parseJson, type Refusal } from '@heliograph/ingest';

/** How a plain body is read: one JSON value, one in each line, or the fields of a form. */
export type Format = 'json' | 'json-lines' | 'form';

/** The usual media types of each format. */
export const MEDIA_TYPES: Readonly<Record<Format, readonly string[]>> = {
  json: ['application/json', '*+json'],
  'json-lines': ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines'],
  form: ['application/x-www-form-urlencoded'],
};

/** A report says hundreds of things at the most; more fields are not a form that somebody means. */
const MAX_FORM_FIELDS = 1000;
const LINE_FEED = 0x0a;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Payloads, each with its place in the body as a JSON pointer. */
export type Values = readonly { readonly pointer: string; readonly value: unknown }[];

/** The payloads in a body, each with its place as a JSON pointer; `/2` is the third line that is not blank. */
export function readValues(body: Uint8Array, format: Format, bounds: DecodeBounds): Values | Refusal {
  switch (format) {
    case 'json': {
      const parsed = parseJson(body);
      return parsed === undefined ? { refused: 'malformed_json' } : [{ pointer: '', value: parsed.json }];
    }
    case 'json-lines':
      return readLines(body, bounds);
    case 'form':
      return readForm(body);
  }
}

/** All lines are counted before the first is parsed. A body with a line that is not JSON was cut off or is something else. */
function readLines(body: Uint8Array, { maxReports }: DecodeBounds) {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < body.length; ) {
    const end = body.indexOf(LINE_FEED, from);
    const to = end === -1 ? body.length : end;
    if (!isBlank(body, from, to)) lines.push(body.subarray(from, to));
    if (lines.length > maxReports) return { refused: 'too_many_envelopes' } as const;
    from = to + 1;
  }
  if (lines.length === 0) return { refused: 'malformed_json' } as const;
  const values: { pointer: string; value: unknown }[] = [];
  for (const [index, line] of lines.entries()) {
    const parsed = parseJson(line);
    if (parsed === undefined) return { refused: 'malformed_json', pointer: `/${index}` } as const;
    values.push({ pointer: `/${index}`, value: parsed.json });
  }
  return values;
}

/** JSON's own white space: anything else makes a line that must be JSON. */
function isBlank(body: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (![0x20, 0x09, 0x0d].includes(body[i] ?? 0)) return false;
  return true;
}

/** `a=1&b=2&b=3` as `{"a":"1","b":["2","3"]}`: every value is a text. */
function readForm(body: Uint8Array) {
  let text: string;
  try {
    text = UTF8.decode(body);
  } catch {
    return { refused: 'malformed_body' } as const;
  }
  const fields = new Map<string, string | string[]>();
  let count = 0;
  for (let at = text.indexOf('&'); at !== -1 && count <= MAX_FORM_FIELDS; at = text.indexOf('&', at + 1)) count += 1;
  if (count >= MAX_FORM_FIELDS) return { refused: 'too_many_records' } as const;
  for (const [name, value] of new URLSearchParams(text)) {
    const known = fields.get(name);
    fields.set(name, known === undefined ? value : [known, value].flat());
  }
  if (fields.size === 0) return { refused: 'malformed_body' } as const;
  return [{ pointer: '', value: Object.fromEntries(fields) }];
}
