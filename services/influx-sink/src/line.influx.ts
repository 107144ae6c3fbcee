import { Point as ClientPoint } from '@influxdata/influxdb-client';
import type { Point } from './points.ts';

/** What ends a line, what the client would turn into letters, and a last backslash, which would escape what follows. */
const UNHOLDABLE = /\p{Cc}|\\$/gu;

/** Names and tags cannot hold every character; the ones that they cannot become U+FFFD, the replacement character. */
export const holdable = (text: string) => text.replace(UNHOLDABLE, '\uFFFD');

/** The point in line protocol. Source: https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/ */
export function toLine(point: Point): string {
  const line = new ClientPoint(point.measurement).timestamp(point.timestampNs.toString());
  for (const [name, value] of point.tags) line.tag(holdable(name), holdable(value));
  for (const [name, field] of point.fields) {
    const key = holdable(name);
    switch (field.type) {
      case 'integer':
        line.intField(key, field.value);
        break;
      case 'float':
        line.floatField(key, field.value);
        break;
      case 'boolean':
        line.booleanField(key, field.value);
        break;
      case 'string':
        line.stringField(key, field.value);
        break;
      default:
        field satisfies never;
    }
  }
  const text = line.toLineProtocol();
  if (text === undefined) throw new Error('a point without fields was made');
  return text;
}
