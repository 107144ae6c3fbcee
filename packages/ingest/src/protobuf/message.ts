/** How a scalar is written. Integers of 64 bits are read as BigInt, so that none is rounded. */
export type Scalar =
  | 'bool'
  | 'bytes'
  | 'double'
  | 'fixed32'
  | 'fixed64'
  | 'int32'
  | 'int64'
  | 'sfixed64'
  | 'sint32'
  | 'string'
  | 'uint32'
  | 'uint64';

export interface Field {
  /** As in the JSON mapping, in lowerCamelCase. */
  readonly name: string;
  readonly type: Scalar | (() => Message);
  readonly isRepeated?: boolean;
}

/** A message by the numbers of its fields. What has another number or name is ignored. */
export type Message = ReadonlyMap<number, Field>;

/** Bounds on what is made of a message: a byte or two of the wire can stand for an object. */
export interface MessageBounds {
  /** Messages within messages, the outermost included. */
  readonly maxDepth: number;
  /** Messages and elements of repeated scalars, all together. */
  readonly maxElements: number;
}

/** Bytes or JSON that are not the message, or that are more than the bounds allow. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly reason: 'malformed' | 'too_large';

  constructor(reason: MessageError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** Values by the names of their fields. Absent is what was not sent; a repeated field is an array. */
export type MessageValue = Readonly<Record<string, unknown>>;

/** Counts elements over a whole message. Throws a MessageError above the bound. */
export function createElementCount({ maxElements }: MessageBounds): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > maxElements) throw new MessageError('too_large');
  };
}
