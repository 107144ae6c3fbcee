import { type Definition, type Field, pointerSegments } from '@heliograph/schema';
import { compileField } from './field-value.ts';

/** What was not kept. Only places are named, never values. */
export interface Removed {
  /** Paths that the definition does not have, each down to its topmost unregistered segment. */
  readonly unregistered: readonly string[];
  /** Pointers of the definition's fields whose value did not fit. */
  readonly misfit: readonly string[];
}

type JsonObject = Record<string, unknown>;
type Removals = { readonly unregistered: string[]; readonly misfit: string[] };

/** Writes what is kept of `value` to `out[key]`. */
type Visit = (value: unknown, out: JsonObject, key: string, removed: Removals) => void;

interface Rule {
  readonly pointer: string;
  readonly segments: readonly string[];
  readonly field: Field;
}

/** The only key that an assignment does not turn into a property. */
const PROTOTYPE = '__proto__';
/** What a map's key may look like where the definition does not list the keys. */
const MAP_KEY = /^[A-Za-z0-9_.-]{1,64}$/;
/** Keys like the names of fields, and shorter than a UUID. Others may be data (addresses, hosts, ids) and are not shown. */
const SHOWN_KEY = /^[A-Za-z_][A-Za-z0-9_-]{0,34}$/;

/**
 * Compiles the fields of a definition into a function that builds a new payload of what they allow; the input is never
 * changed and nothing of it is taken over unseen. An object of which nothing is kept is left out. There are no arrays in
 * a definition's world: one that stands where an object may is not registered. Throws where two fields contradict each
 * other, one being the parent of the other.
 */
export function compileAllowList(fields: Definition['fields'], hash: (value: string) => string) {
  const rules = Object.entries(fields)
    .map(([pointer, field]): Rule => ({ pointer, segments: pointerSegments(pointer), field }))
    // Where two pointers match the same place the one with fewer wildcards decides.
    .toSorted((a, b) => wildcards(a) - wildcards(b));
  if (rules.some(({ segments, field }) => segments.includes(PROTOTYPE) || field.keys?.includes(PROTOTYPE)))
    throw new Error(`${PROTOTYPE} cannot be the name of a field`);
  const root = compileObject(rules, 0, '', hash);
  return (payload: unknown): { payload: JsonObject; removed: Removed } => {
    const removed: Removals = { unregistered: [], misfit: [] };
    if (isObject(payload)) return { payload: root(payload, removed), removed };
    removed.unregistered.push('/');
    return { payload: {}, removed };
  };
}

function compileObject(rules: readonly Rule[], depth: number, path: string, hash: (value: string) => string) {
  const named = new Map<string, Visit>();
  for (const key of new Set(rules.flatMap((rule) => keysAt(rule, depth)))) {
    const matching = rules.filter(
      (rule) => rule.segments[depth] === key || isOpen(rule, depth) || lists(rule, depth, key),
    );
    named.set(key, compileNode(matching, depth + 1, `${path}/${escaped(key)}`, hash));
  }
  const open = rules.filter((rule) => isOpen(rule, depth));
  const other = open.length === 0 ? undefined : compileNode(open, depth + 1, `${path}/*`, hash);
  return (source: JsonObject, removed: Removals): JsonObject => {
    const out: JsonObject = {};
    for (const key of Object.keys(source)) {
      const visit = named.get(key) ?? (key !== PROTOTYPE && MAP_KEY.test(key) ? other : undefined);
      if (visit !== undefined) visit(source[key], out, key, removed);
      else removed.unregistered.push(`${path}/${SHOWN_KEY.test(key) ? key : '?'}`);
    }
    return out;
  };
}

function compileNode(rules: readonly Rule[], depth: number, path: string, hash: (value: string) => string): Visit {
  const rule = rules.find(({ segments }) => segments.length === depth);
  if (rule === undefined) {
    const inner = compileObject(rules, depth, path, hash);
    return (value, out, key, removed) => {
      if (!isObject(value)) {
        removed.unregistered.push(path);
        return;
      }
      const kept = inner(value, removed);
      if (Object.keys(kept).length > 0) out[key] = kept;
    };
  }
  const child = rules.find(({ segments }) => segments.length > depth);
  if (child !== undefined) throw new Error(`${rule.pointer} is a value and the parent of ${child.pointer}`);
  if (rule.field.sanitise === 'drop') return () => {};
  const keep = compileField(rule.field, hash);
  return (value, out, key, removed) => {
    const kept = keep(value);
    if (kept === undefined) removed.misfit.push(rule.pointer);
    else out[key] = kept;
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

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
