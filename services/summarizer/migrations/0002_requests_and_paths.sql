-- Up Migration

-- Where its report had something that is not registered; never what. Null where there was nothing of the kind.
ALTER TABLE summary.latest ADD COLUMN removed text[];

-- For erasures: all of one system, on whatever day.
CREATE INDEX latest_by_system ON summary.latest (application, system_key);
