-- Up Migration

-- A row while history is being imported, and after that was broken off until it has been brought to its end: half a day, week or
-- month of a history would be complete to a summarizer, which would freeze it.
CREATE TABLE summary.imports (
  is_one   boolean     PRIMARY KEY DEFAULT true CHECK (is_one),
  begun_at timestamptz NOT NULL DEFAULT now()
);
