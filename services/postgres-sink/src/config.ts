import { definitionsSettings, kafkaSettings, postgresSettings } from '@heliograph/runtime';
import { z } from 'zod';

export const Config = z.object({
  ...kafkaSettings,
  ...postgresSettings,
  ...definitionsSettings,
  // On by default: one command brings everything up. Off where the service's role may not change tables.
  postgresSinkMigrate: z.stringbool().default(true),
});
