import {
  createElementCount,
  type Field,
  type Message,
  type MessageBounds,
  MessageError,
  type MessageValue,
  type Scalar,
} from './message.ts';

/** Digits of an integer that a double may not hold, outside of a text or within: what is found twice costs only time. */
const LONG_INTEGER = /[\d]{16}/;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** An object of JSON in UTF-8 whose bare integers are exact: those above 2^53 are BigInt. Throws a MessageError. */
export function parseExactJson(bytes: Uint8Array): object {
  let parsed: unknown;
  try {
    const text = UTF8.decode(bytes);
    parsed = LONG_INTEGER.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
  } catch {
    throw new MessageError('malformed');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new MessageError('malformed');
  return parsed;
}

/** The text of a number is handed to a reviver since ECMAScript 2026; the types do not know it yet. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

/**
 * Reads a message of its JSON mapping as OTLP has it: enumerations are numbers, bytes are as they are written, null is
 * absent, unknown names are ignored. Throws a MessageError at a value of another type, and above the bounds.
 */
export function readJsonMessage(json: object, message: Message, bounds: MessageBounds): MessageValue {
  const count = createElementCount(bounds);

  function readFields(given: unknown, fields: Message, depth: number): MessageValue {
    if (typeof given !== 'object' || given === null || Array.isArray(given) || depth > bounds.maxDepth)
      throw new MessageError('malformed');
    const value: Record<string, unknown> = {};
    for (const field of fields.values()) {
      const own: unknown = Object.hasOwn(given, field.name) ? (given as MessageValue)[field.name] : undefined;
      if (own !== undefined && own !== null) value[field.name] = readField(own, field, depth);
    }
    return value;
  }

  function readField(given: unknown, { type, isRepeated = false }: Field, depth: number): unknown {
    const one = (element: unknown) => {
      if (typeof type !== 'function') return readScalar(element, type);
      count();
      return readFields(element, type(), depth + 1);
    };
    if (!isRepeated) return one(given);
    if (!Array.isArray(given)) throw new MessageError('malformed');
    return given.map((element) => {
      if (typeof type !== 'function') count();
      return one(element);
    });
  }

  return readFields(json, message, 1);
}

const NOT_FINITE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

function readScalar(given: unknown, type: Scalar): unknown {
  switch (type) {
    case 'string':
    case 'bytes':
      if (typeof given === 'string') return given;
      break;
    case 'bool':
      if (typeof given === 'boolean') return given;
      break;
    case 'double':
      if (typeof given === 'number' || typeof given === 'bigint' || NOT_FINITE.has(given)) return Number(given);
      if (typeof given === 'string' && given.trim() !== '' && Number.isFinite(Number(given))) return Number(given);
      break;
    case 'int32':
    case 'sint32':
    case 'uint32':
    case 'fixed32':
      if (Number.isSafeInteger(Number(given)) && isIntegerText(given)) return Number(given);
      break;
    case 'int64':
    case 'uint64':
    case 'fixed64':
    case 'sfixed64':
      if (typeof given === 'bigint') return in64Bits(given, type);
      if (isIntegerText(given)) return in64Bits(BigInt(given), type);
  }
  throw new MessageError('malformed');
}

/** A number without a fraction, or the digits of one. */
function isIntegerText(given: unknown): given is string | number {
  if (typeof given === 'number') return Number.isInteger(given);
  return typeof given === 'string' && /^-?\d{1,20}$/.test(given);
}

function in64Bits(value: bigint, type: Scalar): bigint {
  const fits = type === 'int64' || type === 'sfixed64' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
  if (fits !== value) throw new MessageError('malformed');
  return value;
}
