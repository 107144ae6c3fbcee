-- Up Migration

-- When a partition was last taken from, and when the gateway had received the newest of that: whether the log is being caught up
-- on. No day is frozen meanwhile, because its reports may be on their way.
ALTER TABLE summary.positions
  ADD COLUMN moved_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN read_until timestamptz;
