import type { Definition } from '../definition-shape.ts';
import { pointerSegments } from '../field.ts';
import type { Contradiction } from '../summaries/contract/definition.ts';
import { canMeet, isReservedInInflux } from './name.ts';
import { type Column, columnsOf } from './shape.ts';

const at = (path: Contradiction['path'], message: string): Contradiction => ({ path, message });

/** What of a definition would give two values one name in InfluxDB, or one that has another meaning there. */
export function influxContradictionsOf(definition: Pick<Definition, 'influx' | 'fields' | 'record'>): Contradiction[] {
  const columns = columnsOf(definition);
  return [...reserved(columns), ...meetings(columns), ...formerOf(definition, columns), ...unusedNames(definition)];
}

function reserved(columns: readonly Column[]): Contradiction[] {
  return columns.flatMap(({ name, pointer, path }) => {
    if (!isReservedInInflux(name)) return [];
    const why = name.startsWith('_') ? 'which keeps such names to itself' : 'and that name is taken';
    return [at(path, `${pointer} is ${name} in InfluxDB, ${why}`)];
  });
}

const isPattern = ({ name }: Column) => name.includes('*');

function meetings(columns: readonly Column[]): Contradiction[] {
  const named = new Map<string, Column>();
  const patterns: Column[] = [];
  return columns.flatMap((column) => {
    const { name, pointer, path } = column;
    const before = isPattern(column)
      ? [...named.values(), ...patterns].find((other) => clash(column, other))
      : [...patterns, ...(named.get(name) ? [named.get(name) as Column] : [])].find((other) => clash(column, other));
    if (isPattern(column)) patterns.push(column);
    else named.set(name, named.get(name) ?? column);
    if (before === undefined) return [];
    if (before.name === name) return [at(path, `${pointer} is ${name} in InfluxDB, and that name is taken`)];
    return [at(path, `${pointer} can have the same name in InfluxDB as ${before.pointer}: ${name} and ${before.name}`)];
  });
}

/** Of two pointers to one place the one without a `*` decides, as it does in the sanitizer; then no name is ambiguous. */
function clash(a: Column, b: Column): boolean {
  if (!canMeet(a.name, b.name)) return false;
  if (a.pointer === b.pointer || !isSamePlace(a.pointer, b.pointer)) return true;
  return isPattern(a) && isPattern(b) && a.as !== b.as;
}

function isSamePlace(a: string, b: string): boolean {
  const [ofA, ofB] = [pointerSegments(a), pointerSegments(b)];
  return (
    ofA.length === ofB.length && ofA.every((segment, i) => segment === '*' || ofB[i] === '*' || segment === ofB[i])
  );
}

function formerOf({ influx, record }: Pick<Definition, 'influx' | 'record'>, columns: readonly Column[]) {
  const { measurement, former_measurements = [], former_fields = {}, former_system_tags = [] } = influx;
  return [
    ...(former_measurements.includes(measurement)
      ? [
          at(
            ['influx', 'measurement'],
            `${measurement} is a former measurement: the shape of its points was another one`,
          ),
        ]
      : []),
    ...columns.flatMap(({ name, as, pointer, path }) => [
      ...Object.entries(former_fields)
        .filter(([former, type]) => as !== type && canMeet(name, former))
        .map(([former, type]) =>
          at(path, `${pointer} is ${name} in InfluxDB, where ${former} was a field of type ${type}`),
        ),
      ...(as === 'tag' && pointer !== record.system_id && former_system_tags.some((tag) => canMeet(name, tag))
        ? [at(path, `${pointer} is ${name} in InfluxDB, which was the tag of the system’s id`)]
        : []),
    ]),
  ];
}

function unusedNames({ influx }: Pick<Definition, 'influx'>): Contradiction[] {
  return Object.keys(influx.names ?? {})
    .filter((pointer) => !influx.tags.includes(pointer) && !influx.fields.includes(pointer))
    .map((pointer) => at(['influx', 'names', pointer], `${pointer} is neither among the tags nor the fields`));
}
