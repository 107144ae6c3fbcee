import type { Definition } from './definition.ts';
import type { Field } from './field.ts';

/** A pointer that leads to nothing that can be read: where it stands in the definition, and what is wrong with it. */
export interface InvalidPointer {
  readonly path: readonly string[];
  readonly message: string;
}

const IDS: readonly Field['type'][] = ['uuid', 'string'];
const TIMES: readonly Field['type'][] = ['timestamp', 'string'];
const TEXTS: readonly Field['type'][] = ['string', 'version', 'enum', 'uuid', 'timestamp'];

/**
 * What the gateway is told to read from a record and that is no single field of it, or none of a type that it could use.
 * The gateway could read it all the same; a definition that is read by people must not leave out what is taken from them.
 */
export function findInvalidPointers({ record, channel, fields }: Definition): InvalidPointer[] {
  const reads: [readonly string[], string | undefined, readonly Field['type'][]][] = [
    [['record', 'system_id'], record.system_id, IDS],
    [['record', 'time'], record.time, TIMES],
    [['channel', 'development_when', 'pointer'], channel?.development_when.pointer, TEXTS],
  ];
  return reads.flatMap(([path, pointer, types]) => {
    if (pointer === undefined) return [];
    if (pointer.split('/').includes('*')) return [{ path, message: `${pointer} names many values, and one is read` }];
    const type = fields[pointer]?.type;
    if (type === undefined)
      return [{ path, message: `${pointer} is not among the fields; with sanitise: drop it is read and not kept` }];
    if (types.includes(type)) return [];
    return [{ path, message: `${pointer} is of type ${type}; what is read here is of type ${types.join(' or ')}` }];
  });
}
