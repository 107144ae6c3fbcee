import type { RejectionCode } from './rejection.ts';

/** Real reports nest four or five deep; 32 leaves room, and bounds the recursion here and in every later stage. */
const MAX_DEPTH = 32;

/** A value that must not be taken. `path` leads to it from the value that was searched, outermost segment last. */
export interface UnsafeValue {
  readonly code: Extract<RejectionCode, 'too_deep' | 'forbidden_key' | 'number_out_of_range'>;
  readonly path: (string | number)[];
}

/**
 * Searches a parsed JSON value for what would change its meaning or break later stages: unbounded nesting, a key that
 * JavaScript gives a meaning to, and numbers beyond all that a double holds, which JSON could not carry on. An integer that
 * JSON.parse has rounded passes: where it is registered as one it is removed, and counted. Returns the first one found.
 */
export function findUnsafeValue(value: unknown, depth = 0): UnsafeValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { code: 'number_out_of_range', path: [] };
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === MAX_DEPTH) return { code: 'too_deep', path: [] };
  return Array.isArray(value) ? findInArray(value, depth + 1) : findInObject(value, depth + 1);
}

function findInArray(array: readonly unknown[], depth: number): UnsafeValue | undefined {
  for (let i = 0; i < array.length; i += 1) {
    const found = findUnsafeValue(array[i], depth);
    if (found !== undefined) return within(i, found);
  }
  return undefined;
}

function findInObject(object: object, depth: number): UnsafeValue | undefined {
  for (const [key, value] of Object.entries(object)) {
    if (isForbiddenKey(key)) return { code: 'forbidden_key', path: [key] };
    const found = findUnsafeValue(value, depth);
    if (found !== undefined) return within(key, found);
  }
  return undefined;
}

function within(segment: string | number, found: UnsafeValue): UnsafeValue {
  found.path.push(segment);
  return found;
}

/**
 * `__proto__` is the one key that an assignment does not turn into a property. `constructor` and `prototype` are ordinary
 * names unless objects are merged by the sender's keys, which no stage does; a plugin may well be called so.
 */
export function isForbiddenKey(key: string): boolean {
  return key === '__proto__';
}
