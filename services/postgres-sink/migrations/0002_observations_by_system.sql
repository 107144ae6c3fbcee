-- Up Migration

-- Where a report had something that is not registered; never what. jsonb like the payload, so that a row has no nulls.
ALTER TABLE telemetry.observations ADD COLUMN removed jsonb NOT NULL DEFAULT '[]';

-- For erasures and exports, which ask for one system among millions. Partitions to come get all indexes of the table.
CREATE INDEX observations_by_system ON telemetry.observations (application, system_key);
CREATE INDEX systems_by_key ON telemetry.systems (application, system_key);

-- For what one telemetry type keeps no longer while others of its days do; few values, so it is small.
CREATE INDEX observations_by_type ON telemetry.observations (application, telemetry_type);
