import { definitionsSettings, kafkaSettings, postgresSettings } from '@heliograph/runtime';
import { HOUR_MS } from '@heliograph/schema';
import { z } from 'zod';

const milliseconds = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

export const Config = z.object({
  ...kafkaSettings,
  ...postgresSettings,
  ...definitionsSettings,
  // On by default: one command brings everything up. Off where the service's role may not change tables.
  summarizerMigrate: z.stringbool().default(true),
  // After a day and after its late window: what a report may spend on its way here, an hour of outage included.
  summarizerGraceMs: milliseconds(0, 7 * 24 * HOUR_MS).default(HOUR_MS),
  // How long a frozen day's rows are kept, for an operator who doubts a figure. Below any definition's retention.
  summarizerKeepMs: milliseconds(0, 30 * 24 * HOUR_MS).default(24 * HOUR_MS),
  // Looking for work is one query over an index of a few dozen days.
  summarizerEveryMs: milliseconds(100, HOUR_MS).default(5000),
});
