-- Up Migration

CREATE SCHEMA IF NOT EXISTS telemetry;

-- What happened, each exactly once. `time` is the sender's own text with its nanoseconds, which timestamptz would lose.
CREATE TABLE telemetry.observations (
  day            date        NOT NULL,
  id             uuid        NOT NULL,
  application    text        NOT NULL,
  telemetry_type text        NOT NULL,
  schema_version integer     NOT NULL,
  channel        text        NOT NULL,
  system_key     text        NOT NULL,
  time           text        NOT NULL,
  observed_at    timestamptz NOT NULL,
  received_at    timestamptz NOT NULL,
  clock_clamped  boolean     NOT NULL,
  payload        jsonb       NOT NULL,
  PRIMARY KEY (day, id)
) PARTITION BY RANGE (day);

-- Every system ever seen, and its latest observation.
CREATE TABLE telemetry.systems (
  application    text        NOT NULL,
  telemetry_type text        NOT NULL,
  system_key     text        NOT NULL,
  channel        text        NOT NULL,
  first_seen     timestamptz NOT NULL,
  last_seen      timestamptz NOT NULL,
  last_received  timestamptz NOT NULL,
  last_id        uuid        NOT NULL,
  PRIMARY KEY (application, telemetry_type, system_key)
);

-- How far each partition of the log has been stored; moves in the transaction that stores the rows.
CREATE TABLE telemetry.positions (
  consumer    text    NOT NULL,
  topic       text    NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint  NOT NULL,
  PRIMARY KEY (consumer, topic, partition)
);
