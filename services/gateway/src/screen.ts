import type { EnvelopeErrorCode } from './problem.ts';

/** Real reports nest four or five deep; 32 leaves room, and bounds the recursion here and in every later stage. */
const DEEPEST = 32;

/** `path` leads from the value that was screened to the fault, outermost segment last. */
export interface Fault {
  readonly code: Extract<EnvelopeErrorCode, 'too_deep' | 'forbidden_key' | 'number_out_of_range'>;
  readonly path: (string | number)[];
}

/**
 * Looks through a parsed JSON value for what would change its meaning or break programs further on: nesting without end,
 * a key that JavaScript gives a meaning to, and numbers that JSON.parse has already rounded. Gives the first fault.
 */
export function findFault(value: unknown, depth = 0): Fault | undefined {
  if (typeof value === 'number') return isExact(value) ? undefined : { code: 'number_out_of_range', path: [] };
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === DEEPEST) return { code: 'too_deep', path: [] };
  return Array.isArray(value) ? findInArray(value, depth + 1) : findInObject(value, depth + 1);
}

function findInArray(array: readonly unknown[], depth: number): Fault | undefined {
  for (let i = 0; i < array.length; i += 1) {
    const fault = findFault(array[i], depth);
    if (fault !== undefined) return within(i, fault);
  }
  return undefined;
}

function findInObject(object: object, depth: number): Fault | undefined {
  for (const [key, value] of Object.entries(object)) {
    if (isForbidden(key)) return { code: 'forbidden_key', path: [key] };
    const fault = findFault(value, depth);
    if (fault !== undefined) return within(key, fault);
  }
  return undefined;
}

function within(segment: string | number, fault: Fault): Fault {
  fault.path.push(segment);
  return fault;
}

/**
 * The one key that an assignment does not turn into a property. `constructor` and `prototype` are ordinary names as long as
 * nobody merges objects by the sender's keys, which no stage does, and a plugin may well be called so.
 */
export function isForbidden(key: string): boolean {
  return key === '__proto__';
}

/** A fraction is a measurement and rounded anyway; an integer may be an identifier, and rounded it is another one. */
function isExact(number: number): boolean {
  return Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
}
