import { randomUUID } from 'node:crypto';
import { createPool } from '@heliograph/postgres';
import { receiptOf } from '@heliograph/runtime';
import { REQUEST_HEADER, type RequestKind } from '@heliograph/schema';
import { anObservation } from '@heliograph/testkit';

type Published = { readonly key: string; readonly value: Buffer; readonly headers: Record<string, string> };

/** A report of a Trento host of that key, received now; its time is `observed_at`, now where it is not given. */
export function report(system_key: string, observed_at = new Date().toISOString()): Published {
  const payload = { agent_id: system_key };
  const observation = anObservation({ observed_at, received_at: new Date().toISOString(), system_key, payload });
  return { key: system_key, value: Buffer.from(JSON.stringify(observation)), headers: {} };
}

/** A request about a Trento host of that key. */
export function request(kind: RequestKind, system_key: string, id: string = randomUUID()): Published {
  const received_at = new Date().toISOString();
  const value = {
    request: kind,
    receipt: receiptOf(id),
    application: 'trento',
    received_at,
    system_keys: [system_key],
  };
  return { key: system_key, value: Buffer.from(JSON.stringify(value)), headers: { [REQUEST_HEADER]: kind } };
}

/** The stores that have written a receipt for a request with this id; none where the tables do not exist yet. */
export async function receiptsOf(postgresUrl: string, id: string): Promise<string[]> {
  const pool = createPool(postgresUrl, 'test');
  try {
    const { rows } = await pool.query('SELECT store FROM requests.receipts_of($1)', [receiptOf(id)]);
    return rows.map(({ store }) => String(store));
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['3D000', '3F000', '42883'].includes(String(error.code)))
      return [];
    throw error;
  } finally {
    await pool.end();
  }
}
