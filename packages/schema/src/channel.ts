import { RE2JS } from 're2js';
import type { Definition } from './definition.ts';
import type { Channel } from './envelope.ts';
import { pointerSegments, valueAt } from './field.ts';

/** A version or a name is shorter; the engine needs some 100 ns a character, which a sender must not multiply. */
const LONGEST_MATCHED = 256;

/**
 * Compiles what a definition says of channels into the function that gives a record's. RE2 matches in linear time, so that
 * no pattern of a definition can be made slow by what a sender writes.
 */
export function compileChannel({ channel }: Pick<Definition, 'channel'>): (record: object) => Channel {
  if (channel === undefined) return () => 'production';
  const { pointer, matches } = channel.development_when;
  const segments = pointerSegments(pointer);
  const pattern = RE2JS.compile(matches);
  return (record) => {
    const text = valueAt(record, segments);
    if (typeof text !== 'string') return 'production';
    return pattern.matcher(text.slice(0, LONGEST_MATCHED)).find() ? 'development' : 'production';
  };
}
