import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import {
  createElementCount,
  type Field,
  type Message,
  type MessageBounds,
  MessageError,
  type MessageValue,
  type Scalar,
} from './message.ts';

const WIRE_TYPES: Readonly<Record<Scalar, WireType>> = {
  bool: WireType.Varint,
  bytes: WireType.LengthDelimited,
  double: WireType.Bit64,
  fixed32: WireType.Bit32,
  fixed64: WireType.Bit64,
  int32: WireType.Varint,
  int64: WireType.Varint,
  sfixed64: WireType.Bit64,
  sint32: WireType.Varint,
  string: WireType.LengthDelimited,
  uint32: WireType.Varint,
  uint64: WireType.Varint,
};

/**
 * Reads a message of the protobuf wire format. Bounds are kept while it is read, before anything is built of what is too
 * much. The last value of a field counts, as the format says; groups are refused. Throws a MessageError, and nothing else.
 */
export function readMessage(bytes: Uint8Array, message: Message, bounds: MessageBounds): MessageValue {
  const reader = new BinaryReader(bytes);
  const count = createElementCount(bounds);

  function readFields(fields: Message, end: number, depth: number): MessageValue {
    if (depth > bounds.maxDepth || end > reader.len) throw new MessageError('malformed');
    const value: Record<string, unknown> = {};
    while (reader.pos < end) {
      const [number, wireType] = reader.tag();
      if (wireType === WireType.StartGroup || wireType === WireType.EndGroup) throw new MessageError('malformed');
      const field = fields.get(number);
      if (field === undefined || !readField(field, wireType, value, depth)) reader.skip(wireType, number);
    }
    if (reader.pos !== end) throw new MessageError('malformed');
    return value;
  }

  /** False, and nothing read, if the field is of another wire type: then it is another field of that number. */
  function readField(field: Field, wireType: WireType, value: Record<string, unknown>, depth: number): boolean {
    const { name, type, isRepeated = false } = field;
    if (typeof type === 'function') {
      if (wireType !== WireType.LengthDelimited) return false;
      count();
      const length = reader.uint32();
      const nested = readFields(type(), reader.pos + length, depth + 1);
      if (isRepeated) append(value, name, nested);
      else value[name] = nested;
      return true;
    }
    if (wireType === WIRE_TYPES[type]) {
      if (!isRepeated) value[name] = reader[type]();
      else {
        count();
        append(value, name, reader[type]());
      }
      return true;
    }
    return isRepeated && wireType === WireType.LengthDelimited && readPacked(name, type, value);
  }

  function readPacked(name: string, type: Scalar, value: Record<string, unknown>): true {
    const end = reader.uint32() + reader.pos;
    if (end > reader.len) throw new MessageError('malformed');
    while (reader.pos < end) {
      count();
      append(value, name, reader[type]());
    }
    if (reader.pos !== end) throw new MessageError('malformed');
    return true;
  }

  try {
    return readFields(message, bytes.length, 1);
  } catch (error) {
    // The library throws plain errors at what it cannot read.
    throw error instanceof MessageError ? error : new MessageError('malformed');
  }
}

function append(value: Record<string, unknown>, name: string, element: unknown): void {
  const known = value[name];
  if (Array.isArray(known)) known.push(element);
  else value[name] = [element];
}
