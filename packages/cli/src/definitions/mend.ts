import { editDistance } from '@heliograph/schema';
import { definitionKeys, ELEMENT, FIELD_NAME, type Key, OWN_KEYS } from './keys.ts';

type Path = readonly (string | number)[];

/** Tells how what is wrong at a place of a definition can be mended: from what the schema says of that place. */
export function createMender(keys: readonly Key[] = definitionKeys()): (path: Path) => string | undefined {
  const childrenOf = (parent: readonly string[]) =>
    keys.filter(({ path }) => isChild(path, parent)).map(({ path }) => path.at(-1) ?? '');
  const byPath = new Map(keys.map((key) => [key.path.join('.'), key]));
  return (path) => {
    if (path.length === 0) return undefined;
    const names = nominal(path);
    const key = byPath.get(names.join('.'));
    if (key !== undefined) return whatIs(key, childrenOf(key.path));
    const siblings = childrenOf(names.slice(0, -1));
    if (siblings.length === 0) return undefined;
    const close = nearest(String(path.at(-1)), siblings);
    return close === undefined ? `The keys here are ${siblings.join(', ')}.` : `Did you mean ${close}?`;
  };
}

function whatIs({ path, takes, description }: Key, children: readonly string[]): string {
  const name = path.filter((segment) => segment !== ELEMENT).at(-1) ?? '';
  const what = takes === OWN_KEYS ? `the keys ${children.join(', ')}` : takes;
  return `${name} takes ${what}. ${description}`.trim();
}

/** A path with the names that stand for a choice of the author; of an element of a list of texts, that list's. */
function nominal(path: Path): string[] {
  const whole = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
  return whole.map((segment, i) => {
    if (typeof segment === 'number') return ELEMENT;
    return i === 1 && path[0] === 'fields' ? FIELD_NAME : segment;
  });
}

function isChild(path: readonly string[], parent: readonly string[]): boolean {
  return path.length === parent.length + 1 && parent.every((segment, i) => segment === path[i]);
}

/** The word that a misspelt one was to be; undefined where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.slice(0, 64), candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.ceil(best.candidate.length / 3) ? best.candidate : undefined;
}
