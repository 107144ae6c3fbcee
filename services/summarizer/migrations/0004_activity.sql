-- Up Migration

-- Which systems have reported, and since when. One that has not been seen for long is forgotten: it would be new again.
CREATE TABLE summary.systems (
  application    text NOT NULL,
  system_key     text NOT NULL,
  telemetry_type text NOT NULL,
  channel        text NOT NULL,
  first_day      date NOT NULL,
  -- The first day of the last month in which it reported. Not indexed, so that moving on is a HOT update.
  last_month     date NOT NULL,
  PRIMARY KEY (application, system_key, telemetry_type, channel)
) WITH (fillfactor = 90);
-- Those that are new in a period. By the day first: else a planner without statistics takes it for a way to a single system.
CREATE INDEX systems_by_first_day ON summary.systems (first_day, application, telemetry_type, channel);

-- On which days of a month each system reported: bit 0 is the first day of the month. Kept as long as a period that needs
-- the month, or the one before it, can change.
CREATE TABLE summary.months (
  month          date    NOT NULL,
  application    text    NOT NULL,
  telemetry_type text    NOT NULL,
  channel        text    NOT NULL,
  system_key     text    NOT NULL,
  days           integer NOT NULL,
  PRIMARY KEY (month, application, telemetry_type, channel, system_key)
  -- Every row is updated up to thirty times. With room on its page, none of these touches the index.
) WITH (fillfactor = 70);

-- Where each week and each month stands; as summary.days.
CREATE TABLE summary.spans (
  period         text    NOT NULL CHECK (period IN ('week', 'month')),
  start          date    NOT NULL,
  application    text    NOT NULL,
  telemetry_type text    NOT NULL,
  channel        text    NOT NULL,
  changes        bigint  NOT NULL DEFAULT 0,
  summarised     bigint  NOT NULL DEFAULT 0,
  final          boolean NOT NULL DEFAULT false,
  PRIMARY KEY (period, start, application, telemetry_type, channel)
);
CREATE INDEX spans_with_work_left ON summary.spans (start) WHERE NOT final;

-- Whoever is known from days that can still change, is known from now on.
INSERT INTO summary.systems
  SELECT application, system_key, telemetry_type, channel, min(day), date_trunc('month', max(day)::timestamp)::date
  FROM summary.latest GROUP BY 1, 2, 3, 4;
INSERT INTO summary.months
  SELECT date_trunc('month', day::timestamp)::date, application, telemetry_type, channel, system_key,
    bit_or(1 << (extract(day FROM day)::integer - 1))
  FROM summary.latest GROUP BY 1, 2, 3, 4, 5;
INSERT INTO summary.spans (period, start, application, telemetry_type, channel, changes)
  SELECT period, date_trunc(period, day::timestamp)::date, application, telemetry_type, channel, count(*)
  FROM summary.days CROSS JOIN (VALUES ('week'), ('month')) AS p (period) WHERE NOT emptied GROUP BY 1, 2, 3, 4, 5;
-- Their figures are other ones from now on.
UPDATE summary.days SET changes = changes + 1 WHERE NOT final;
