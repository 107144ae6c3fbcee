import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';

/** From 1; a column counts UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** A mistake in the writing of a file, whatever the file says. */
export interface DefinitionSyntaxError {
  readonly place: Place | undefined;
  readonly message: string;
}

export interface Yaml {
  readonly value: unknown;
  /**
   * Where a part stands: a plain value at its beginning, a map or list at its key. Of a part that is not there the place of
   * what should hold it. Undefined for the file as a whole.
   */
  placeOf(path: Path): Place | undefined;
}

/** Enough to see what kind of mistake it is; a garbled file has thousands. */
const MOST_MISSPELLINGS = 20;

/**
 * Reads YAML 1.2 (core schema) with unique keys and without aliases, in time linear in the text, and throws nothing.
 * The library's own search for equal keys and its pretty errors take the square of the text: half a minute for 256 KiB.
 */
export function readYaml(text: string): Yaml | { readonly misspellings: readonly DefinitionSyntaxError[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const placeAt = (offset: number | undefined): Place | undefined => {
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const misspellings = [...document.errors, ...(document.errors.length === 0 ? forbidden(document) : [])].map(
    ({ pos: [start], message }) => ({ place: placeAt(start), message: reworded(message) }),
  );
  if (misspellings.length > 0) return { misspellings: misspellings.slice(0, MOST_MISSPELLINGS) };
  return { value: document.toJS({ maxAliasCount: 0 }), placeOf: (path) => placeAt(offsetOf(document.contents, path)) };
}

/** In one line, and without advice to whoever calls the library. */
function reworded(message: string): string {
  const [line = message] = message.split('\n', 1);
  return line.startsWith('Source contains multiple documents') ? 'a file is one document, so no ---' : line;
}

interface Forbidden {
  readonly pos: readonly [number];
  readonly message: string;
}

function forbidden(document: Document.Parsed): Forbidden[] {
  const found: Forbidden[] = [];
  const refuse = (node: unknown, message: string) => found.push({ pos: [startOf(node) ?? 0], message });
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) refuse(node, `aliases such as *${node.source} are not allowed; write out what it stands for`);
      else if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
        refuse(node, `the tag ${node.tag} is not known`);
    },
    Map: (_, { items }) => {
      const keys = new Set<string>();
      for (const { key } of items) {
        const name = String(isScalar(key) ? key.value : key);
        if (!isScalar(key)) refuse(key, 'a key is a plain text');
        else if (keys.has(name)) refuse(key, `the key ${name} stands here twice`);
        keys.add(name);
      }
    },
  });
  return found;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

function offsetOf(root: unknown, path: Path): number | undefined {
  let node = root;
  let place = path.length === 0 ? undefined : startOf(root);
  for (const segment of path) {
    const next = isMap(node) ? pairOf(node.items, segment) : undefined;
    if (next !== undefined) {
      node = next.value;
      place = isScalar(node) ? startOf(node) : startOf(next.key);
    } else if (isSeq(node) && node.items[Number(segment)] !== undefined) {
      node = node.items[Number(segment)];
      place = startOf(node);
    } else break;
  }
  return place;
}

function pairOf(items: readonly Pair[], segment: string | number): Pair | undefined {
  return items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
}
