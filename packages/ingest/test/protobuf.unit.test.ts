import { describe, expect, it } from 'vitest';
import { type Field, type Message, MessageError } from '../src/protobuf/message.ts';
import { parseExactJson, readJsonMessage } from '../src/protobuf/read-json-message.ts';
import { readMessage } from '../src/protobuf/read-message.ts';

const SCALARS = [
  'bool',
  'bytes',
  'double',
  'fixed32',
  'fixed64',
  'int32',
  'int64',
  'sfixed64',
  'sint32',
  'string',
  'uint32',
  'uint64',
] as const;
const ALL: Message = new Map<number, Field>([
  ...SCALARS.map((type, i): [number, Field] => [i + 1, { name: type, type }]),
  [20, { name: 'numbers', type: 'uint32', isRepeated: true }],
  [21, { name: 'inner', type: () => ALL }],
  [22, { name: 'many', type: () => ALL, isRepeated: true }],
]);
const BOUNDS = { maxDepth: 3, maxElements: 5 };
const read = (...bytes: number[]) => readMessage(new Uint8Array(bytes), ALL, BOUNDS);
const fromJson = (text: string) => readJsonMessage(parseExactJson(Buffer.from(text)), ALL, BOUNDS);

/** The reason why something is not read; undefined if it is. */
function reasonOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof MessageError) return error.reason;
    throw error;
  }
}

/** Tag of a field and a wire type below 16. */
const tag = (field: number, wireType: number) =>
  field < 16 ? [field * 8 + wireType] : [((field * 8 + wireType) & 127) | 128, field >> 4];

describe('a message of protobuf', () => {
  it('has values of every type', () => {
    const eight = [1, 0, 0, 0, 0, 0, 0, 128];
    const bytes = [
      ...[...tag(1, 0), 1],
      ...[...tag(2, 2), 2, 7, 8],
      ...[...tag(3, 1), 0, 0, 0, 0, 0, 0, 224, 63],
      ...[...tag(4, 5), 1, 0, 0, 0],
      ...[...tag(5, 1), ...eight],
      ...[...tag(6, 0), 255, 255, 255, 255, 255, 255, 255, 255, 255, 1],
      ...[...tag(7, 0), 255, 255, 255, 255, 255, 255, 255, 255, 255, 1],
      ...[...tag(8, 1), ...eight],
      ...[...tag(9, 0), 3],
      ...[...tag(10, 2), 2, 195, 164],
      ...[...tag(11, 0), 172, 2],
      ...[...tag(12, 0), 255, 255, 255, 255, 255, 255, 255, 255, 255, 1],
    ];
    expect(read(...bytes)).toEqual({
      bool: true,
      bytes: new Uint8Array([7, 8]),
      double: 0.5,
      fixed32: 1,
      fixed64: 9_223_372_036_854_775_809n,
      int32: -1,
      int64: -1n,
      sfixed64: -9_223_372_036_854_775_807n,
      sint32: -2,
      string: 'ä',
      uint32: 300,
      uint64: 18_446_744_073_709_551_615n,
    });
  });

  it('has repeated values packed or not, nested messages, and the last of values that stand twice', () => {
    expect(read(...tag(20, 0), 1, ...tag(20, 2), 2, 2, 3)).toEqual({ numbers: [1, 2, 3] });
    expect(read(...tag(21, 2), 2, ...tag(1, 0), 1, ...tag(22, 2), 0, ...tag(22, 2), 0)).toEqual({
      inner: { bool: true },
      many: [{}, {}],
    });
    expect(read(...tag(11, 0), 1, ...tag(11, 0), 2)).toEqual({ uint32: 2 });
  });

  it('is read without what is not known, or is of another wire type', () => {
    expect(read(...tag(13, 0), 1, ...tag(14, 2), 1, 0, ...tag(11, 0), 7)).toEqual({ uint32: 7 });
    expect(read(...tag(11, 2), 1, 0, ...tag(21, 0), 1, ...tag(20, 5), 0, 0, 0, 0, ...tag(10, 0), 1)).toEqual({});
  });

  it.each<[string, number[]]>([
    ['a value that is cut off', [...tag(11, 0), 128]],
    ['a text that is cut off', [...tag(10, 2), 5, 65]],
    ['a message that is longer than the body', [...tag(21, 2), 5, 8]],
    ['packed numbers that are longer than the body', [...tag(20, 2), 5, 1]],
    ['packed numbers that end within one', [...tag(20, 2), 1, 128, 1]],
    ['a message that ends within a value', [...tag(21, 2), 2, ...tag(11, 0), 128, 1]],
    ['a group', [...tag(13, 3), ...tag(13, 4)]],
    ['the end of a group', tag(13, 4)],
    ['a wire type that is none', tag(13, 7)],
    ['field number 0', [0, 0]],
    ['more nesting than is taken', [...tag(21, 2), 6, ...tag(21, 2), 3, ...tag(21, 2), 0]],
  ])('is malformed: %s', (_, bytes) => {
    expect(reasonOf(() => read(...bytes))).toBe('malformed');
  });

  it('has no more messages and numbers than are taken', () => {
    const three = [...tag(22, 2), 0, ...tag(22, 2), 0, ...tag(22, 2), 0];
    expect(reasonOf(() => read(...three, ...tag(20, 2), 2, 1, 1))).toBeUndefined();
    expect(reasonOf(() => read(...three, ...tag(20, 2), 3, 1, 1, 1))).toBe('too_large');
    expect(reasonOf(() => read(...three, ...three))).toBe('too_large');
  });
});

describe('a message in JSON', () => {
  it('has values of every type, and integers as numbers or texts', () => {
    const text = `{"bool":false,"bytes":"AQI=","double":1,"fixed32":"7","fixed64":"18446744073709551615","int32":-1,
      "int64":-9223372036854775808,"sfixed64":5,"sint32":3,"string":"12345678901234567890","uint32":4,"uint64":18446744073709551615}`;
    expect(fromJson(text)).toEqual({
      bool: false,
      bytes: 'AQI=',
      double: 1,
      fixed32: 7,
      fixed64: 18_446_744_073_709_551_615n,
      int32: -1,
      int64: -9_223_372_036_854_775_808n,
      sfixed64: 5n,
      sint32: 3,
      string: '12345678901234567890',
      uint32: 4,
      uint64: 18_446_744_073_709_551_615n,
    });
    expect(fromJson('{"double":"NaN"}')).toEqual({ double: Number.NaN });
    expect(fromJson('{"double":"-1.5e3","inner":{"double":12345678901234567890}}')).toEqual({
      double: -1500,
      inner: { double: Number('12345678901234567890') },
    });
    expect(fromJson('{"double":1234567890123456.5}')).toEqual({ double: 1234567890123456.5 });
  });

  it('has lists and nested messages; null is absent, and what is not known is ignored', () => {
    expect(fromJson('{"numbers":[1,"2"],"many":[{"bool":true}],"inner":null,"other":{"a":1},"__proto__":{}}')).toEqual({
      numbers: [1, 2],
      many: [{ bool: true }],
    });
  });

  it.each([
    '',
    '[]',
    'null',
    '7',
    '{"a"',
    '{"inner":[]}',
    '{"inner":7}',
    '{"many":{}}',
    '{"many":[null]}',
    '{"numbers":1}',
    '{"string":1}',
    '{"bytes":[1]}',
    '{"bool":"true"}',
    '{"double":"x"}',
    '{"double":" "}',
    '{"double":{}}',
    '{"int32":1.5}',
    '{"int32":"a"}',
    '{"int32":"123456789012345678901"}',
    '{"uint32":true}',
    '{"int64":"9223372036854775808"}',
    '{"uint64":-1}',
    '{"fixed64":1.5}',
    '{"fixed64":{}}',
    '{"inner":{"inner":{"inner":{}}}}',
  ])('is malformed: %s', (text) => {
    expect(reasonOf(() => fromJson(text))).toBe('malformed');
  });

  it('has no more messages and numbers than are taken', () => {
    expect(reasonOf(() => fromJson('{"many":[{},{},{}],"numbers":[1,2]}'))).toBeUndefined();
    expect(reasonOf(() => fromJson('{"many":[{},{},{}],"numbers":[1,2,3]}'))).toBe('too_large');
    expect(reasonOf(() => fromJson('{"many":[{},{},{},{},{},{}]}'))).toBe('too_large');
  });
});
