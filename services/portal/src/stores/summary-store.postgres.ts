import { Channel, type Definition, PublishedFigure } from '@heliograph/schema';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { SummaryStore } from './summary-store.ts';

/** PostgreSQL makes what PublishedFigure expects: numbers, days and times as texts. */
const FIGURE = `p.application, p.telemetry_type, p.channel, p.period, p.start::text, p.name, p.kind, p.figures,
  p.systems::float8, p.of_systems::float8, p.revision, p.final, ${rfc3339('p.computed_at')} AS computed_at`;

const SERIES = `
  SELECT ${FIGURE} FROM summary.published AS p
  WHERE p.application = $1 AND p.telemetry_type = $2 AND p.channel = $3 AND p.period = $4
    AND p.start BETWEEN $5 AND $6 AND ($6::date - p.start) % $11 = 0
    AND CASE WHEN $7::text IS NULL THEN p.kind <> 'unregistered' ELSE p.name = $7 END
    AND ($8::date IS NULL OR (p.start, p.name COLLATE "C") > ($8, $9))
  ORDER BY p.start, p.name COLLATE "C" LIMIT $10`;

/** The last days are looked up once: a planner that has no statistics yet would do so for every row. */
const LATEST = `
  WITH last AS MATERIALIZED (
    SELECT application, telemetry_type, max(start) AS start FROM summary.published
    WHERE channel = $1 AND period = 'day' GROUP BY 1, 2
  )
  SELECT ${FIGURE} FROM summary.published AS p JOIN last USING (application, telemetry_type, start)
  WHERE p.channel = $1 AND p.period = 'day'
  ORDER BY p.application, p.telemetry_type, p.name COLLATE "C"`;

const EXTENTS = `
  SELECT application, telemetry_type, channel, min(start)::text AS "from", max(start)::text AS "to",
    ${rfc3339('max(computed_at)')} AS computed_at
  FROM summary.published WHERE channel = $1 AND period = 'day' GROUP BY 1, 2, 3 ORDER BY 1, 2`;

const NOTICES = `
  SELECT application, telemetry_type, channel, from_day::text, to_day::text, notice
  FROM summary.notices WHERE channel = $1 ORDER BY application, telemetry_type, from_day, notice`;

const PAST_DEFINITIONS = `
  SELECT definition, ${rfc3339('since')} AS since FROM summary.definitions
  WHERE application = $1 AND telemetry_type = $2 ORDER BY summary.definitions.since DESC`;

const FROZEN_MONTHS = `
  SELECT to_char(start, 'YYYY-MM') AS month, md5(concat_ws(' ', count(*), sum(revision), max(computed_at))) AS digest
  FROM summary.published
  WHERE channel = $1 AND kind <> 'unregistered' GROUP BY 1 HAVING bool_and(final) ORDER BY 1 DESC`;

/** Every way in which what is published changes: a figure more or less, a new revision, one that has become final. */
const VERSION = `
  SELECT md5(concat_ws(' ',
    (SELECT concat_ws(' ', count(*), sum(revision), count(*) FILTER (WHERE final), max(computed_at)) FROM summary.published),
    (SELECT string_agg(n::text, ' ' ORDER BY n) FROM summary.notices AS n),
    (SELECT concat_ws(' ', count(*), max(since)) FROM summary.definitions))) AS version`;

const ExtentRows = z.array(
  z.object({
    application: z.string(),
    telemetry_type: z.string(),
    channel: Channel,
    from: z.iso.date(),
    to: z.iso.date(),
    computed_at: z.string(),
  }),
);
const NoticeRows = z.array(
  z.object({
    application: z.string(),
    telemetry_type: z.string(),
    channel: Channel,
    from_day: z.iso.date(),
    to_day: z.iso.date().nullable(),
    notice: z.string(),
  }),
);
/** As the register has read it, and so not in the shape of a file: durations are numbers. */
const StoredDefinition = z.custom<Definition>(
  (value) => z.looseObject({ application: z.string(), fields: z.looseObject({}) }).safeParse(value).success,
);
const PastDefinitionRows = z.array(z.object({ definition: StoredDefinition, since: z.string() }));
const FigureRows = z.array(PublishedFigure);
const MonthRows = z.array(z.object({ month: z.string(), digest: z.string() }));
const VersionRow = z.tuple([z.object({ version: z.string() })]);

export function createSummaryStore(pool: Pick<Pool, 'query'>): SummaryStore {
  return {
    async series({ application, telemetry_type, channel, period, from, to, everyDays, name, after, limit }) {
      const place = [after?.start ?? null, after?.name ?? null, limit ?? null, everyDays ?? 1];
      const asked = [application, telemetry_type, channel, period, from, to, name ?? null, ...place];
      return FigureRows.parse((await pool.query(SERIES, asked)).rows);
    },
    async latest(channel) {
      return FigureRows.parse((await pool.query(LATEST, [channel])).rows);
    },
    async extents(channel) {
      return ExtentRows.parse((await pool.query(EXTENTS, [channel])).rows);
    },
    async notices(channel) {
      return NoticeRows.parse((await pool.query(NOTICES, [channel])).rows);
    },
    async pastDefinitions(application, telemetryType) {
      return PastDefinitionRows.parse((await pool.query(PAST_DEFINITIONS, [application, telemetryType])).rows);
    },
    async frozenMonths(channel) {
      return MonthRows.parse((await pool.query(FROZEN_MONTHS, [channel])).rows);
    },
    async version() {
      return VersionRow.parse((await pool.query(VERSION)).rows)[0].version;
    },
  };
}

function rfc3339(expression: string): string {
  return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
