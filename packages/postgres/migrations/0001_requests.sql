-- Up Migration

CREATE SCHEMA IF NOT EXISTS requests;

-- That a store has carried out a request. Says neither of which system nor whether anything was found of it.
CREATE TABLE requests.receipts (
  receipt     text        NOT NULL,
  store       text        NOT NULL,
  request     text        NOT NULL,
  received_at timestamptz NOT NULL,
  done_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (receipt, store)
);

-- What exports hand out. json and not jsonb: it is written once, read a few times, and never searched.
CREATE TABLE requests.documents (
  receipt    text        NOT NULL PRIMARY KEY,
  document   json        NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Nobody but these two functions reads the tables for the public site, and both ask for a receipt that cannot be guessed.
CREATE FUNCTION requests.receipts_of(wanted text)
RETURNS TABLE (request text, store text, received_at timestamptz, done_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT r.request, r.store, r.received_at, r.done_at FROM requests.receipts AS r WHERE r.receipt = wanted;
END;

CREATE FUNCTION requests.document_of(wanted text)
RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT d.document FROM requests.documents AS d WHERE d.receipt = wanted AND d.expires_at > now();
END;

REVOKE ALL ON FUNCTION requests.receipts_of(text), requests.document_of(text) FROM PUBLIC;

-- The role of the public site. Roles belong to the whole server: it may be there already, made by another database's
-- migration at this moment, or by an administrator where this login may not make roles.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'heliograph_reader') THEN
    CREATE ROLE heliograph_reader NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
GRANT USAGE ON SCHEMA requests TO heliograph_reader;
GRANT EXECUTE ON FUNCTION requests.receipts_of(text), requests.document_of(text) TO heliograph_reader;
