-- Up Migration

-- Figures of weeks and months beside those of days; `start` is the first day of the period. No release has had others.
DROP TABLE summary.published;
CREATE TABLE summary.published (
  application    text        NOT NULL,
  telemetry_type text        NOT NULL,
  channel        text        NOT NULL,
  period         text        NOT NULL CHECK (period IN ('day', 'week', 'month')),
  name           text        NOT NULL,
  start          date        NOT NULL,
  kind           text        NOT NULL,
  figures        jsonb       NOT NULL,
  systems        bigint,
  of_systems     bigint,
  revision       integer     NOT NULL,
  final          boolean     NOT NULL,
  computed_at    timestamptz NOT NULL,
  -- In the order of a series.
  PRIMARY KEY (application, telemetry_type, channel, period, name, start)
);
-- Whole sources day by day; and what says how fresh and how far all of it is, which is asked without reading any figure.
CREATE INDEX published_by_start ON summary.published (channel, period, application, telemetry_type, start)
  INCLUDE (computed_at, revision, final);
GRANT SELECT ON summary.published TO heliograph_reader;

-- What readers of the figures of some days should know: that they are synthetic, or that a product had a bug.
CREATE TABLE summary.notices (
  application    text NOT NULL,
  telemetry_type text NOT NULL,
  channel        text NOT NULL,
  from_day       date NOT NULL,
  -- Null: still so.
  to_day         date,
  notice         text NOT NULL CHECK (length(notice) BETWEEN 1 AND 300),
  PRIMARY KEY (application, telemetry_type, channel, from_day, notice)
);
GRANT SELECT ON summary.notices TO heliograph_reader;

-- Every definition that has been in force here, as the register read it, and since when: the change log of the public site.
CREATE TABLE summary.definitions (
  application    text        NOT NULL,
  telemetry_type text        NOT NULL,
  -- sha256 of the definition, hexadecimal.
  digest         text        NOT NULL,
  definition     jsonb       NOT NULL,
  since          timestamptz NOT NULL,
  PRIMARY KEY (application, telemetry_type, since)
);
GRANT SELECT ON summary.definitions TO heliograph_reader;
