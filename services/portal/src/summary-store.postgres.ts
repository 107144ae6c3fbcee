import { Channel } from '@heliograph/schema';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Figures } from './figures.ts';
import type { SummaryStore } from './summary-store.ts';
import { UnregisteredFigures } from './unregistered.ts';

const COLUMNS = `p.day::text, p.application, p.telemetry_type, p.channel, p.name, p.kind,
  p.systems, p.of_systems, p.figures, p.revision, p.final, p.computed_at`;

const FIND = `
  SELECT ${COLUMNS} FROM summary.published AS p
  WHERE p.application = $1 AND p.telemetry_type = $2 AND p.channel = $3 AND p.day BETWEEN $4 AND $5
    AND ($6::text IS NULL OR p.name = $6) AND p.kind <> 'unregistered'
  ORDER BY p.day, p.name`;

const LATEST = `
  SELECT ${COLUMNS} FROM summary.published AS p
  JOIN (
    SELECT application, telemetry_type, max(day) AS day FROM summary.published WHERE channel = $1 GROUP BY 1, 2
  ) AS last USING (application, telemetry_type, day)
  WHERE p.channel = $1 AND p.kind <> 'unregistered'
  ORDER BY p.application, p.telemetry_type, p.name`;

const UNREGISTERED = `
  SELECT day::text, systems, of_systems, figures FROM summary.published
  WHERE application = $1 AND telemetry_type = $2 AND channel = $3 AND kind = 'unregistered' AND day = (
    SELECT max(day) FROM summary.published WHERE application = $1 AND telemetry_type = $2 AND channel = $3
  )`;

/** bigint comes as text; null stays null. */
const systems = z.string().transform(Number).nullable();

const Rows = z.array(
  z.object({
    day: z.string(),
    application: z.string(),
    telemetry_type: z.string(),
    channel: Channel,
    name: z.string(),
    kind: z.string(),
    systems,
    of_systems: systems,
    figures: Figures,
    revision: z.number(),
    final: z.boolean(),
    computed_at: z.date().transform((date) => date.toISOString()),
  }),
);

const UnregisteredRows = z.array(
  z.object({ day: z.string(), systems, of_systems: systems, figures: UnregisteredFigures }),
);

export function createSummaryStore(pool: Pick<Pool, 'query'>): SummaryStore {
  return {
    async find({ application, telemetry_type, channel, from, to, name }) {
      const { rows } = await pool.query(FIND, [application, telemetry_type, channel, from, to, name ?? null]);
      return Rows.parse(rows);
    },
    async latest(channel) {
      const { rows } = await pool.query(LATEST, [channel]);
      return Rows.parse(rows);
    },
    async unregistered({ application, telemetry_type, channel }) {
      const { rows } = await pool.query(UNREGISTERED, [application, telemetry_type, channel]);
      return UnregisteredRows.parse(rows)[0];
    },
  };
}
