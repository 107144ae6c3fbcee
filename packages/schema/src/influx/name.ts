import { pointerSegments } from '../field.ts';

/** The types of a field's values that InfluxDB tells apart. Once a field has one, it refuses every other. */
export const INFLUX_TYPES = ['integer', 'float', 'boolean', 'string'] as const;
export type InfluxType = (typeof INFLUX_TYPES)[number];

/**
 * The name that the value at a pointer has in InfluxDB: `/online_workers/hosts` is online_workers_hosts. A `*` stands for the
 * key found there. `given` is the name that a definition gives it instead; the keys of a pointer with `*` follow it.
 */
export function influxName(pointer: string, given?: string): string {
  const segments = pointerSegments(pointer);
  return nameOf(segments, segments, given);
}

/** The name that the value at a place has by a pointer of these segments that means it. */
export function nameOf(place: readonly string[], segments: readonly string[], given?: string): string {
  return (given === undefined ? place : [given, ...place.filter((_, i) => segments[i] === '*')]).join('_');
}

/** Names that points use themselves, or that InfluxDB refuses as a key. */
const RESERVED: ReadonlySet<string> = new Set(['channel', 'system_key', 'reports', 'time']);

/** Whether no value of a payload may have the name. InfluxDB keeps those that begin with `_` to itself. */
export function isReservedInInflux(name: string): boolean {
  return name.startsWith('_') || RESERVED.has(name);
}

/**
 * Whether some name is meant by both patterns, in which each `*` stands for any text that is not empty. Takes at most the
 * product of their lengths.
 */
export function canMeet(a: string, b: string): boolean {
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [i, j] = place;
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) return true;
    if (x === undefined || y === undefined || (x !== y && x !== '*' && y !== '*')) continue;
    // Both take one character; a `*` may take another one after it.
    for (const di of x === '*' ? [0, 1] : [1])
      for (const dj of y === '*' ? [0, 1] : [1]) {
        const key = (i + di) * (b.length + 1) + j + dj;
        if (di + dj === 0 || seen.has(key)) continue;
        seen.add(key);
        open.push([i + di, j + dj]);
      }
  }
  return false;
}
