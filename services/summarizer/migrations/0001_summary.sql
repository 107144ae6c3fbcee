-- Up Migration

CREATE SCHEMA IF NOT EXISTS summary;

-- The latest observation of each system on each UTC day: one system, one vote. Emptied once a day is frozen.
CREATE TABLE summary.latest (
  day            date        NOT NULL,
  application    text        NOT NULL,
  telemetry_type text        NOT NULL,
  channel        text        NOT NULL,
  system_key     text        NOT NULL,
  observed_at    timestamptz NOT NULL,
  received_at    timestamptz NOT NULL,
  id             uuid        NOT NULL,
  payload        jsonb       NOT NULL,
  PRIMARY KEY (day, application, telemetry_type, channel, system_key)
);

-- Where each day stands. `changes` counts what has arrived for it, `summarised` how much of that its figures know of.
CREATE TABLE summary.days (
  day            date    NOT NULL,
  application    text    NOT NULL,
  telemetry_type text    NOT NULL,
  channel        text    NOT NULL,
  changes        bigint  NOT NULL DEFAULT 0,
  summarised     bigint  NOT NULL DEFAULT 0,
  final          boolean NOT NULL DEFAULT false,
  emptied        boolean NOT NULL DEFAULT false,
  PRIMARY KEY (day, application, telemetry_type, channel)
);
CREATE INDEX days_with_work_left ON summary.days (day) WHERE NOT emptied;

-- How far each partition of the log has been taken in; moves in the transaction that stores the rows.
CREATE TABLE summary.positions (
  consumer    text    NOT NULL,
  topic       text    NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL,
  PRIMARY KEY (consumer, topic, partition)
);

-- What everybody may know. `systems` of `of_systems` have what the figure speaks of; null where too few to say.
CREATE TABLE summary.published (
  day            date        NOT NULL,
  application    text        NOT NULL,
  telemetry_type text        NOT NULL,
  channel        text        NOT NULL,
  name           text        NOT NULL,
  kind           text        NOT NULL,
  figures        jsonb       NOT NULL,
  systems        bigint,
  of_systems     bigint,
  revision       integer     NOT NULL,
  final          boolean     NOT NULL,
  computed_at    timestamptz NOT NULL,
  PRIMARY KEY (day, application, telemetry_type, channel, name)
);
CREATE INDEX published_by_source ON summary.published (application, telemetry_type, channel, day);

-- The role of the public site: it reads what is published, and nothing else. Roles belong to the whole server: it may be there
-- already, made by another database's migration at this moment, or by an administrator where this login may not make roles.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'heliograph_reader') THEN
    CREATE ROLE heliograph_reader NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
-- Whoever owns these tables may take on the role; a superuser may in any case.
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'heliograph_reader', 'MEMBER') THEN
    GRANT heliograph_reader TO CURRENT_USER;
  END IF;
END
$$;
GRANT USAGE ON SCHEMA summary TO heliograph_reader;
GRANT SELECT ON summary.published TO heliograph_reader;
