import { type Definition, type Field, pointerSegments } from '@heliograph/schema';
import type { Kind } from './detectors/finding.ts';
import { findPersonalData } from './detectors/tripwires.ts';
import { compileField } from './field-value.ts';

/** Personal data that was found where something is registered, and is not there any more. */
interface FoundData {
  /** The definition's field that it was found in, or whose map had it as a key. */
  readonly pointer: string;
  readonly kind: Kind;
}

/** What was not kept. Only places are named, never values. */
export interface Removed {
  /** Paths that the definition does not have, each down to its topmost unregistered segment; `*` for one that may be data. */
  readonly unregistered: readonly string[];
  /** Pointers of the definition's fields whose value did not fit. */
  readonly misfit: readonly string[];
  readonly personalData: readonly FoundData[];
}

type JsonObject = Record<string, unknown>;
type Removals = { [why in keyof Removed]: Removed[why][number][] };

/** Gives what is kept of a value; undefined where that is nothing. */
type Visit = (value: unknown, removed: Removals) => unknown;

/** The keyed hash of the values of a field, by its pointer. */
type HashOf = (pointer: string) => (value: string) => string;

interface Rule {
  readonly pointer: string;
  readonly segments: readonly string[];
  readonly field: Field;
}

/** Of one map or array that the sender may fill as he likes. More is not what a product is like, but data about it. */
const MOST_ITEMS = 256;
/** The only key that an assignment does not turn into a property. */
const PROTOTYPE = '__proto__';
/** What a map's key may look like where the definition does not list the keys. */
const MAP_KEY = /^[A-Za-z0-9_.-]{1,64}$/;
/** Nothing but an instance of something has one for a name. */
const UUID_KEY = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Keys like the names of fields, and shorter than a UUID. Others may be data (addresses, hosts, ids) and are not shown. */
const SHOWN_KEY = /^[A-Za-z_][A-Za-z0-9_-]{0,34}$/;

/**
 * Compiles the fields of a definition into a function that builds a new payload of what they allow; the input is never
 * changed and nothing of it is taken over unseen. A `*` stands for the keys of a map or, unless its keys are listed, for
 * the elements of an array; other names are of objects only. An object or array of which nothing is kept is left out.
 * Throws where two fields contradict each other, one being the parent of the other.
 */
export function compileAllowList(fields: Definition['fields'], hashOf: HashOf) {
  const rules = Object.entries(fields)
    .map(([pointer, field]): Rule => ({ pointer, segments: pointerSegments(pointer), field }))
    // Where two pointers match the same place the one with fewer wildcards decides.
    .toSorted((a, b) => wildcards(a) - wildcards(b));
  if (rules.some(({ segments, field }) => segments.includes(PROTOTYPE) || field.keys?.includes(PROTOTYPE)))
    throw new Error(`${PROTOTYPE} cannot be the name of a field`);
  const root = compileObject(rules, 0, '', hashOf, compileOpen(rules, 0, '', hashOf));
  return (payload: unknown): { payload: JsonObject; removed: Removed } => {
    const removed: Removals = { unregistered: [], misfit: [], personalData: [] };
    if (isObject(payload)) return { payload: root(payload, removed), removed };
    removed.unregistered.push('/');
    return { payload: {}, removed };
  };
}

/** What is done with the keys of an object, or the elements of an array, that only a `*` stands for. */
interface Open {
  readonly visit: Visit;
  readonly refuses: (key: string, removed: Removals) => boolean;
}

function compileObject(rules: readonly Rule[], depth: number, path: string, hashOf: HashOf, other: Open | undefined) {
  const named = new Map<string, Visit>();
  for (const key of new Set(rules.flatMap((rule) => keysAt(rule, depth)))) {
    const matching = rules.filter(
      (rule) => rule.segments[depth] === key || isOpen(rule, depth) || lists(rule, depth, key),
    );
    named.set(key, compileNode(matching, depth + 1, `${path}/${escaped(key)}`, hashOf));
  }
  return (source: JsonObject, removed: Removals): JsonObject => {
    const out: JsonObject = {};
    let left = MOST_ITEMS;
    for (const key of Object.keys(source)) {
      const visit = named.get(key);
      if (visit === undefined && (other === undefined || key === PROTOTYPE || !MAP_KEY.test(key))) {
        removed.unregistered.push(`${path}/${shown(key)}`);
        continue;
      }
      if (visit === undefined && left === 0) {
        removed.misfit.push(`${path}/*`);
        continue;
      }
      if (visit === undefined && other?.refuses(key, removed)) continue;
      const kept = (visit ?? other?.visit)?.(source[key], removed);
      if (kept === undefined) continue;
      if (visit === undefined) left -= 1;
      out[key] = kept;
    }
    return out;
  };
}

function compileOpen(rules: readonly Rule[], depth: number, path: string, hashOf: HashOf): Open | undefined {
  const open = rules.filter((rule) => isOpen(rule, depth));
  const [first] = open;
  if (first === undefined) return undefined;
  return {
    visit: compileNode(open, depth + 1, `${path}/*`, hashOf),
    /** A key cannot be redacted without meeting another: its entry goes as a whole. */
    refuses(key, removed) {
      const kinds = UUID_KEY.test(key) ? (['machine_id'] as const) : findPersonalData(key).map(({ kind }) => kind);
      for (const kind of kinds) removed.personalData.push({ pointer: first.pointer, kind });
      return kinds.length > 0;
    },
  };
}

function compileNode(rules: readonly Rule[], depth: number, path: string, hashOf: HashOf): Visit {
  const rule = rules.find(({ segments }) => segments.length === depth);
  if (rule === undefined) return compileParent(rules, depth, path, hashOf);
  const child = rules.find(({ segments }) => segments.length > depth);
  if (child !== undefined) throw new Error(`${rule.pointer} is a value and the parent of ${child.pointer}`);
  const { pointer, field } = rule;
  if (field.sanitise === 'drop') return () => undefined;
  const keep = compileField(field, hashOf(pointer));
  return (value, removed) => {
    const kept = keep(value, (kind) => removed.personalData.push({ pointer, kind }));
    if (kept === undefined) removed.misfit.push(pointer);
    return kept;
  };
}

function compileParent(rules: readonly Rule[], depth: number, path: string, hashOf: HashOf): Visit {
  const open = compileOpen(rules, depth, path, hashOf);
  const object = compileObject(rules, depth, path, hashOf, open);
  const element = open?.visit;
  return (value, removed) => {
    if (isObject(value)) {
      const kept = object(value, removed);
      return Object.keys(kept).length > 0 ? kept : undefined;
    }
    if (!Array.isArray(value) || element === undefined) {
      removed.unregistered.push(path);
      return undefined;
    }
    const kept = value.slice(0, MOST_ITEMS).map((item) => element(item, removed));
    for (let left = value.length; left > MOST_ITEMS; left -= 1) removed.misfit.push(`${path}/*`);
    const rest = kept.filter((item) => item !== undefined);
    return rest.length > 0 ? rest : undefined;
  };
}

const wildcards = ({ segments }: Rule) => segments.filter((segment) => segment === '*').length;
const isOpen = ({ segments, field }: Rule, depth: number) => segments[depth] === '*' && field.keys === undefined;
const lists = ({ segments, field }: Rule, depth: number, key: string) =>
  segments[depth] === '*' && field.keys?.includes(key) === true;

/** The keys that a rule names at a depth; the keys listed for a pointer with several `*` hold for each of them. */
function keysAt({ segments, field }: Rule, depth: number): readonly string[] {
  const segment = segments[depth];
  if (segment === undefined) return [];
  return segment === '*' ? (field.keys ?? []) : [segment];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const shown = (key: string) => (SHOWN_KEY.test(key) && findPersonalData(key).length === 0 ? key : '*');
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
