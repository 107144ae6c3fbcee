import { definitionsSettings, influxSettings, kafkaSettings, postgresSettings } from '@heliograph/runtime';
import { z } from 'zod';

export const Config = z.object({
  ...kafkaSettings,
  ...influxSettings,
  ...postgresSettings,
  ...definitionsSettings,
  // On by default: one command brings everything up. Off where the service's role may not change tables.
  influxSinkMigrate: z.stringbool().default(true),
});
