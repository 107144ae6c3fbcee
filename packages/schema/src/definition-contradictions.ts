import type { Definition } from './definition-shape.ts';
import { pointerSegments } from './field.ts';
import { influxName, RESERVED_IN_INFLUX } from './influx-name.ts';

/** What two parts of a definition say that cannot both be so, at the place of one of them. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Where a definition contradicts itself, though each of its parts is fine. What is taken here runs: neither the sanitizer
 * nor the sinks find anything in it that they could not do.
 */
export function contradictionsOf(definition: Definition): Contradiction[] {
  const { status, approval, retention, record, fields } = definition;
  const isUnapproved = status === 'approved' && approval === undefined;
  return [
    ...(isUnapproved ? [at(['approval'], 'an approved definition says by whom, when and where it was approved')] : []),
    ...(record.system_key === 'hash' && fields[record.system_id]?.sanitise === 'keep'
      ? [at(['fields', record.system_id], 'holds the system id, which is kept only as a keyed hash')]
      : []),
    ...fieldsOf(fields),
    ...(retention < record.late_window
      ? [at(['retention'], 'is shorter than the late window, so a late report would have no place')]
      : []),
    ...influxOf(definition),
    ...summariesOf(definition),
  ];
}

const at = (path: Contradiction['path'], message: string): Contradiction => ({ path, message });

function fieldsOf(fields: Definition['fields']): Contradiction[] {
  const rules = Object.entries(fields).map(([pointer, field]) => ({
    pointer,
    field,
    segments: pointerSegments(pointer),
    keys: field.keys === undefined ? undefined : new Set(field.keys),
  }));
  if (placesBelow(rules, 0, MOST_PLACES) > MOST_PLACES)
    return [at(['fields'], `are more than ${MOST_PLACES} places: each listed key is one, and each * multiplies them`)];
  return rules.flatMap((rule) => {
    const { pointer, field, segments } = rule;
    const refuse = (message: string) => [at(['fields', pointer], message)];
    const below = rules.find(
      (other) => other.segments.length > segments.length && segments.every((_, i) => overlap(rule, other, i)),
    );
    return [
      ...(below === undefined ? [] : refuse(`cannot be a value and hold ${below.pointer} at once`)),
      ...('min' in field && 'max' in field && Number(field.min) > Number(field.max)
        ? refuse('min is above max, so nothing fits')
        : []),
      ...(field.keys !== undefined && !segments.includes('*') ? refuse('keys belong to a pointer with a *') : []),
    ];
  });
}

interface Rule {
  readonly segments: readonly string[];
  /** What a `*` of it stands for; undefined for every name. */
  readonly keys: ReadonlySet<string> | undefined;
}

/** The sanitizer has each in memory; of a sensible definition there are some hundreds. */
const MOST_PLACES = 10_000;

/** How many places in a payload rules tell apart from a depth on; counted no further than `most`. */
function placesBelow(rules: readonly Rule[], depth: number, most: number): number {
  const deeper = rules.filter(({ segments }) => segments.length > depth);
  const named = new Set(deeper.flatMap((rule) => [...(namesAt(rule, depth) ?? [])]));
  if (named.size > most) return named.size;
  let count = 0;
  for (const name of [undefined, ...named]) {
    const matching = deeper.filter((rule) => {
      const names = namesAt(rule, depth);
      return names === undefined || (name !== undefined && names.has(name));
    });
    if (matching.length > 0) count += 1 + placesBelow(matching, depth + 1, most - count);
    if (count > most) break;
  }
  return count;
}

/** Whether one name can be meant by both at a depth. */
function overlap(a: Rule, b: Rule, depth: number): boolean {
  const [ofA, ofB] = [namesAt(a, depth), namesAt(b, depth)];
  return ofA === undefined || ofB === undefined || !ofA.isDisjointFrom(ofB);
}

function namesAt({ segments, keys }: Rule, depth: number): ReadonlySet<string> | undefined {
  const name = segments[depth] ?? '';
  return name === '*' ? keys : new Set([name]);
}

function influxOf({ influx, fields }: Definition): Contradiction[] {
  const places = (['tags', 'fields'] as const).flatMap((part) =>
    influx[part].map((pointer, i) => ({ pointer, path: ['influx', part, i] })),
  );
  const taken = new Set<string>(RESERVED_IN_INFLUX);
  return places.flatMap(({ pointer, path }) => {
    const found = unusable(fields, pointer, path);
    const name = influxName(pointer);
    if (taken.has(name)) found.push(at(path, `${pointer} is ${name} in InfluxDB, and that name is taken`));
    if (name.startsWith('_'))
      found.push(at(path, `${pointer} is ${name} in InfluxDB, which keeps such names to itself`));
    taken.add(name);
    return found;
  });
}

function summariesOf({ summaries, fields, record }: Definition): Contradiction[] {
  const names = new Set<string>();
  return summaries.flatMap((summary, i) => {
    const isTwice = names.has(summary.name);
    names.add(summary.name);
    const twice = isTwice ? [at(['summaries', i, 'name'], `${summary.name} is used twice`)] : [];
    if (summary.kind === 'systems') return twice;
    const path = ['summaries', i, 'field'];
    const { type, sanitise } = fields[summary.field] ?? {};
    const isHashed = sanitise === 'hash';
    const found = [...twice, ...unusable(fields, summary.field, path)];
    if (summary.field === record.system_id)
      found.push(at(path, `${summary.field} is the system id, of which every system has its own`));
    const isNumber = (type === 'integer' || type === 'number') && !isHashed;
    if (summary.kind === 'statistics' && type !== undefined && !isNumber)
      found.push(at(path, `statistics are of numbers, and ${summary.field} holds none`));
    const isVersion = type === 'version' && !isHashed;
    if (summary.kind === 'share' && summary.levels !== undefined && type !== undefined && !isVersion)
      found.push(at(['summaries', i, 'levels'], `levels are of versions, and ${summary.field} holds none`));
    return found;
  });
}

function unusable(fields: Definition['fields'], pointer: string, path: Contradiction['path']): Contradiction[] {
  const field = fields[pointer];
  if (field === undefined) return [at(path, `${pointer} is not among the fields`)];
  return field.sanitise === 'drop' ? [at(path, `${pointer} is dropped, so nothing can be made of it`)] : [];
}
