import { messageSchema } from '../json-schema.ts';

/** One key of a definition, as its schema describes it. */
export interface Key {
  /** Names from the file; `<pointer>` stands for the name of a field, `[]` for an element of a list. */
  readonly path: readonly string[];
  readonly required: boolean;
  /** What may be written, in a few words. */
  readonly takes: string;
  readonly fallback: string | undefined;
  readonly description: string;
  /** What each of its values means, where other keys depend on it: the type of a field, the kind of a summary. */
  readonly meanings: ReadonlyMap<string, string>;
  /** Where it depends on the type of a field or the kind of a summary: for which of them it is. */
  readonly of: readonly string[];
}

interface JsonSchema {
  readonly title?: string;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

export const FIELD_NAME = '<pointer>';
export const ELEMENT = '[]';
/** What a key takes that has keys below it. */
export const OWN_KEYS = 'keys of its own';

/** Every key that a definition may have, in the order of the schema, parents before their children. */
export function definitionKeys(): Key[] {
  return childrenOf(messageSchema('definition', 'draft-2020-12') as JsonSchema, [], []);
}

function childrenOf(schema: JsonSchema, path: readonly string[], of: readonly string[]): Key[] {
  if (schema.oneOf !== undefined) return merged(schema.oneOf.flatMap((one) => childrenOf(one, path, variantOf(one))));
  if (schema.items !== undefined) return childrenOf(schema.items, [...path, ELEMENT], of);
  if (typeof schema.additionalProperties === 'object')
    return childrenOf(schema.additionalProperties, [...path, FIELD_NAME], of);
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const key: Key = {
      path: [...path, name],
      required: schema.required?.includes(name) === true,
      takes: takesOf(child),
      fallback: child.default === undefined ? undefined : JSON.stringify(child.default).replaceAll('"', ''),
      description: child.description ?? '',
      meanings: new Map(child.const === undefined ? [] : [[child.const, schema.description ?? '']]),
      of,
    };
    return [key, ...childrenOf(child, key.path, of)];
  });
}

/** The type of a field, or the kind of a summary, that a variant is for. */
function variantOf({ properties = {} }: JsonSchema): string[] {
  return Object.values(properties).flatMap(({ const: value }) => (value === undefined ? [] : [value]));
}

/** What stands in several variants is one key; what only its variants tell apart takes one of them. */
function merged(keys: readonly Key[]): Key[] {
  const groups = Map.groupBy(keys, ({ path }) => path.join('.'));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const meanings = new Map(group.flatMap((key) => [...key.meanings]));
    const takes = [...new Set(group.map((key) => key.takes))].join(meanings.size > 0 ? ', ' : ', or ');
    return [{ ...first, takes, meanings, of: group.flatMap(({ of }) => of) }];
  });
}

function takesOf(schema: JsonSchema): string {
  if (schema.title !== undefined) return `a ${schema.title}`;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum.join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(takesOf).join(', or ');
  if (schema.oneOf !== undefined) return 'entries';
  switch (schema.type ?? 'string') {
    case 'array':
      return `a list of ${listedOf(schema.items)}`;
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'a whole number' : 'a number'}${rangeOf(schema)}`;
    case 'object':
      return schema.properties === undefined ? mapOf(schema.additionalProperties) : OWN_KEYS;
    case 'boolean':
      return 'true, false';
    default:
      return schema.format === 'date' ? 'a day' : 'text';
  }
}

/** What a map of names takes, which an author chooses. */
function mapOf(values: JsonSchema['additionalProperties']): string {
  if (typeof values !== 'object' || values.oneOf !== undefined) return 'fields by their pointers';
  return `a map to ${takesOf(values)}`;
}

function listedOf(items: JsonSchema | undefined): string {
  if (items === undefined) return 'anything';
  if (items.properties !== undefined) return 'entries';
  const one = takesOf(items).replace(/^an? /, '');
  return items.enum === undefined && items.type !== undefined ? `${one}s` : one;
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  // Zod says the limits of safe integers where nothing else is said.
  const isLimit = (end: number | undefined) => end !== undefined && Math.abs(end) !== Number.MAX_SAFE_INTEGER;
  const parts = [isLimit(minimum) ? `from ${minimum}` : '', isLimit(maximum) ? `up to ${maximum}` : ''].filter(Boolean);
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}
