-- Up Migration

-- What the topic of the summaries has yet to be told, written in the transaction that publishes it. Rows of one key are in the
-- order of their transactions, because these wait for each other at the state of the period.
CREATE TABLE summary.outbox (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key   text NOT NULL,
  -- Null: withdrawn. Kept as text is, byte for byte.
  value json
);
