import type { SystemRequest } from '@heliograph/schema';

/** What a batch consists of: rows, and requests for erasure or export, in the order of the log. */
export type Entry<Row extends object> = Row | SystemRequest;

export const isRequest = <Row extends object>(entry: Entry<Row>): entry is SystemRequest => 'request' in entry;

/** The longest runs of entries that can be stored at once: rows up to the next request, and each request by itself. */
export function segmentsOf<Row extends object>(entries: readonly Entry<Row>[]): (readonly Row[] | SystemRequest)[] {
  const segments: (readonly Row[] | SystemRequest)[] = [];
  let rows: Row[] = [];
  for (const entry of entries) {
    if (isRequest(entry)) {
      segments.push(entry);
      rows = [];
      continue;
    }
    if (rows.length === 0) segments.push(rows);
    rows.push(entry);
  }
  return segments;
}
