import { MESSAGE_SCHEMAS, type MessageName } from '@heliograph/schema';
import { z } from 'zod';

/**
 * One of the shapes as JSON Schema: what may be written, so that durations are text and defaults may be left out.
 * Rules that no JSON Schema can say (that an InfluxDB tag is one of the fields) are left to the definition check.
 */
export function messageSchema(name: MessageName, target: 'draft-2020-12' | 'draft-07'): Record<string, unknown> {
  const message = MESSAGE_SCHEMAS[name];
  const { $schema, ...rest } = z.toJSONSchema(message.schema, {
    io: 'input',
    target,
    // Zod says dates and UUIDs twice, as a format and as a pattern that nobody can read.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  const { '~standard': _, ...schema } = rest as Record<string, unknown>;
  const identity = target === 'draft-2020-12' ? { $schema, $id: `urn:heliograph:v1:${name}` } : {};
  return { ...identity, title: message.title, ...schema };
}
