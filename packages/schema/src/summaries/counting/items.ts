import { pointerSegments } from '../../field.ts';
import { shortenVersionSql, type VersionLevel } from '../../version.ts';
import { type DayParameters, OF_DAY } from './day.ts';

/** What is counted by value. A null is no value: the source says that it does not know. */
export const SCALARS = `IN ('string', 'number', 'boolean')`;
export const NUMBERS = `= 'number'`;

/** Senders choose keys and values, so the number of those that are listed has to have a bound. More are no figure. */
export const MOST_KEYS = 1000;

export interface Wanted {
  readonly pointer: string;
  readonly ofType: typeof SCALARS | typeof NUMBERS;
  /** Whether the members of lists are wanted, too, and to which level versions among them are shortened. */
  readonly members?: { readonly level: VersionLevel | undefined };
}

type Parameter = string | readonly string[];

export interface Items {
  /**
   * A query for (key, is_member, value, systems): how many systems, of those whose reports are the same there, have a value as
   * a text. The key is that of the map that a `*` of the pointer stands for, several are joined as in a pointer; '' without a
   * `*`, and for a member of a list, which a system has once however often it is listed.
   */
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly hasKeys: boolean;
}

/**
 * What the reports of a day have at a pointer. Equal documents are counted before anything is made of them: reading the
 * million reports is one scan, and taking a map apart, the dearest step, is done once for all that have the same.
 */
export function itemsOf(of: DayParameters, wanted: Wanted): Items {
  const [root = [], ...below] = splitAtWildcards(pointerSegments(wanted.pointer));
  const hasKeys = below.length > 0;
  const parameters: Parameter[] = [...of];
  const at = (value: string, path: readonly string[]) =>
    path.length === 0 ? value : `${value} #> $${parameters.push(path)}::text[]`;
  const document = at('l.payload', root);
  // The planner guesses from this how many differ: of values it then sorts in parallel, of maps it hashes, as is best for each.
  const isThere = hasKeys ? `${document} IS NOT NULL` : `jsonb_typeof(${document}) ${wanted.ofType}`;
  const documents = `
    SELECT ${document} AS document, count(*) AS systems FROM summary.latest AS l WHERE ${OF_DAY} AND ${isThere} GROUP BY 1`;
  const sql = hasKeys
    ? elementsOf(documents, ['d.document', ...below.map((path, i) => at(`e${i}.value`, path))], wanted)
    : `SELECT '' AS key, false AS is_member, document #>> '{}' AS value, systems FROM (${documents}) AS d`;
  return { sql, parameters, hasKeys };
}

/** The items of documents with wildcards. The places are the container of each of these, and in the end the item. */
function elementsOf(documents: string, places: readonly string[], { ofType, members }: Wanted): string {
  const containers = places.slice(0, -1);
  const item = places.at(-1) ?? '';
  const elements = (take: (container: string) => string) =>
    containers.map((container, i) => `LATERAL (${take(container)}) AS e${i}`).join(' CROSS JOIN ');
  const keys = containers.map((_, i) => `e${i}.key`);
  // Several are escaped as in a pointer, so that no two places have the same.
  const key = keys.length === 1 ? keys.join() : keys.map(escapedSql).join(` || '/' || `);
  const ofMaps = `
    SELECT ${key} AS key, false AS is_member, ${item} #>> '{}' AS value, d.systems
    FROM documents AS d CROSS JOIN ${elements(mapSql)}
    WHERE jsonb_typeof(${item}) ${ofType}`;
  // One list on the way is enough to make it a member; then the key is null.
  const ofLists = `
    SELECT '', true, value, systems FROM (
      SELECT DISTINCT d.place, ${shortenVersionSql(`(${item} #>> '{}')`, members?.level)} AS value, d.systems
      FROM documents AS d CROSS JOIN ${elements(keys.length === 1 ? listSql : eitherSql)}
      WHERE jsonb_typeof(${item}) ${ofType} AND ${key} IS NULL
    ) AS different`;
  return `
    WITH documents AS MATERIALIZED (SELECT row_number() OVER () AS place, * FROM (${documents}) AS d)
    ${members === undefined ? ofMaps : `${ofMaps} UNION ALL ${ofLists}`}`;
}

const escapedSql = (key: string) => `replace(replace(${key}, '~', '~0'), '/', '~1')`;

const ifIs = (type: string, container: string, empty: string) =>
  `CASE jsonb_typeof(${container}) WHEN '${type}' THEN ${container} ELSE '${empty}' END`;

/**
 * The values of a map with their keys, those of a list without, and those of what is one or the other. By jsonb_object_keys,
 * because jsonb_each holds some 300 bytes for each map until the query ends: a third of a gigabyte of a million systems.
 */
const mapSql = (container: string) =>
  `SELECT key, ${container} -> key AS value FROM jsonb_object_keys(${ifIs('object', container, '{}')}) AS key`;
const listSql = (container: string) =>
  `SELECT NULL::text AS key, value FROM jsonb_array_elements(${ifIs('array', container, '[]')})`;
const eitherSql = (container: string) => `${mapSql(container)} UNION ALL ${listSql(container)}`;

function splitAtWildcards(segments: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const segment of segments) {
    if (segment === '*') parts.push([]);
    else parts.at(-1)?.push(segment);
  }
  return parts;
}
