/** Bytes of the protobuf wire format, written from its specification and not with the library that reads them. */
function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

export const int = (field: number, value: number | bigint) => [...varint(field * 8), ...varint(value)];

export function fixed64(field: number, value: bigint): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return [...varint(field * 8 + 1), ...bytes];
}

export function double(field: number, value: number): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return [...varint(field * 8 + 1), ...bytes];
}

/** A text, a message, or packed numbers. */
export function bytes(field: number, ...parts: readonly (string | readonly number[])[]): number[] {
  const body = parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part));
  return [...varint(field * 8 + 2), ...varint(body.length), ...body];
}

export const attribute = (field: number, key: string, value: readonly number[]) =>
  bytes(field, bytes(1, key), bytes(2, value));
export const text = (field: number, key: string, value: string) => attribute(field, key, bytes(1, value));
