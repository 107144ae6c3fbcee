import type { InfluxUrls } from '@heliograph/local-stack';
import type { KafkaSettings } from '@heliograph/stream';
import type { Evidence } from './evidence.ts';
import { readPoints } from './stores.influx.ts';
import { readDead, readErasures, readLog, readObservations, readSystems } from './stores.kafka.ts';
import { readCountedDuplicates } from './stores.metrics.ts';
import { readPostgres } from './stores.postgres.ts';

/** Where a system keeps everything. */
export interface Stores {
  readonly kafka: KafkaSettings;
  readonly postgresUrl: string;
  readonly influx: InfluxUrls;
  /** Admin URLs of all dedup processes, where none has been restarted: their counters begin anew with each start. */
  readonly dedupAdminUrls?: readonly string[];
}

/**
 * Reads all that the stores and topics hold. One after the other, each reduced to what the ledger needs before the next is
 * read, so that a run of a hundred thousand records fits a small heap. Rejects where a store cannot be read.
 */
export async function collect({ kafka, postgresUrl, influx, dedupAdminUrls }: Stores): Promise<Evidence> {
  const raw = await readLog(kafka, 'raw');
  const sanitized = await readLog(kafka, 'sanitized');
  const observed = await readObservations(kafka);
  const systems = await readSystems(kafka);
  const erasures = await readErasures(kafka);
  const dead = await readDead(kafka);
  const tables = await readPostgres(postgresUrl);
  const points = await readPoints(influx);
  const counted = dedupAdminUrls && { countedDuplicates: await readCountedDuplicates(dedupAdminUrls) };
  const logs = { raw: raw.records, sanitized: sanitized.records, ...observed };
  const requests = { rawRequests: raw.requests, sanitizedRequests: sanitized.requests, erasures };
  return { ...logs, ...requests, systems, dead, ...tables, points, ...counted };
}
