import type { Definition } from './definition-shape.ts';
import { pointerSegments } from './field.ts';
import { influxContradictionsOf } from './influx/contradictions.ts';
import { receiveContradictions } from './receive.ts';
import type { Contradiction, SummaryChecks } from './summaries/contract/definition.ts';
import { checkSummary } from './summaries/shapes.ts';

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
    ...receiveContradictions(definition.receive),
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

function influxOf(definition: Definition): Contradiction[] {
  const { influx, fields } = definition;
  const places = (['tags', 'fields'] as const).flatMap((part) =>
    influx[part].flatMap((pointer, i) => unusable(fields, pointer, ['influx', part, i])),
  );
  return [...places, ...influxContradictionsOf(definition)];
}

function summariesOf({ summaries, fields, record }: Definition): Contradiction[] {
  const names = new Set<string>();
  return summaries.flatMap((summary, i) => {
    const path = ['summaries', i];
    const twice = names.has(summary.name) ? [at([...path, 'name'], `${summary.name} is used twice`)] : [];
    names.add(summary.name);
    const holds: SummaryChecks['holds'] = (pointer, types) => {
      const field = fields[pointer];
      return field === undefined || (types.includes(field.type) && field.sanitise !== 'hash');
    };
    return [
      ...twice,
      ...checkSummary(summary, {
        at: (key, message) => at([...path, key], message),
        reads: (key, pointer) => unpublishable({ fields, record }, pointer, [...path, key]),
        holds,
        levels: (key, pointer, given) =>
          given === undefined || holds(pointer, ['version'])
            ? []
            : [at([...path, key], `levels are of versions, and ${pointer} holds none`)],
      }),
    ];
  });
}

/** What is wrong with a field as the subject of a figure. */
function unpublishable(
  { fields, record }: Pick<Definition, 'fields' | 'record'>,
  pointer: string,
  path: Contradiction['path'],
): Contradiction[] {
  const found = unusable(fields, pointer, path);
  if (pointer === record.system_id)
    found.push(at(path, `${pointer} is the system id, of which every system has its own`));
  return found;
}

function unusable(fields: Definition['fields'], pointer: string, path: Contradiction['path']): Contradiction[] {
  const field = fields[pointer];
  if (field === undefined) return [at(path, `${pointer} is not among the fields`)];
  return field.sanitise === 'drop' ? [at(path, `${pointer} is dropped, so nothing can be made of it`)] : [];
}
