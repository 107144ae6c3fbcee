import { createHash } from 'node:crypto';
import { transact } from '@heliograph/postgres';
import { type Definition, isCanary, type Register } from '@heliograph/schema';
import type { Pool, PoolClient } from 'pg';

/** Writers wait for each other, so that none adds what another one just has; readers do not wait. */
const LOCK = 'LOCK TABLE summary.definitions IN SHARE ROW EXCLUSIVE MODE';

/**
 * $1 application, $2 telemetry type, $3 digest, $4 definition. Adds nothing where the last one is the same. The time is the
 * store's, which all processes share; it never stands still, so that the last one is always the last.
 */
const ADD = `
  INSERT INTO summary.definitions (application, telemetry_type, digest, definition, since)
  SELECT $1, $2, $3, $4, clock_timestamp() WHERE $3 IS DISTINCT FROM (
    SELECT digest FROM summary.definitions WHERE application = $1 AND telemetry_type = $2 ORDER BY since DESC LIMIT 1)`;

/**
 * Records the definitions in force where they differ from what was in force before, for everyone to see. To be called again
 * and again: nothing is asked of the store while the register stays as it is. Rejects with the errors of the store.
 */
export function createDefinitionLog(register: Register, pool: Pool): () => Promise<void> {
  let recorded: readonly Definition[] | undefined;
  return async () => {
    const { definitions } = register;
    if (definitions === recorded) return;
    await transact(pool, {}, async (client) => {
      await client.query(LOCK);
      for (const definition of definitions)
        if (register.mayProcess(definition) && !isCanary(definition)) await add(client, definition);
    });
    recorded = definitions;
  };
}

async function add(client: PoolClient, definition: Definition): Promise<void> {
  // The schema gives every key its place, whatever the order in the file.
  const text = JSON.stringify(definition);
  const digest = createHash('sha256').update(text).digest('hex');
  await client.query(ADD, [definition.application, definition.telemetry_type, digest, text]);
}
