import { randomUUID } from 'node:crypto';
import { fleet } from '@heliograph/devtools';
import { createIngest, type Ingest, readEnvelopes } from '@heliograph/ingest';
import { sha256 } from '@heliograph/runtime';
import type { SourceEnvelope } from '@heliograph/schema';
import type { PublishRecord } from '@heliograph/stream';
import { shippedDefinitions } from '../../../packages/testkit/src/definitions.ts';
import { newTraceparent } from '../../../services/gateway/src/http/exchange.ts';

/** Enough to know how many records a system of each source makes over all days. */
const TRIAL_SYSTEMS = 1000;
const SEED = 7;

/**
 * About that many raw records, as the gateway makes them of the synthetic fleet's reports: Trento hosts and Pulp systems
 * over all days that their late windows allow, a few in a hundred of them sent twice.
 */
export function* rawRecords(about: number, nowMs: number): Generator<PublishRecord> {
  let trial = 0;
  for (const _ of recordsOf(TRIAL_SYSTEMS, nowMs)) trial += 1;
  yield* recordsOf(Math.ceil((TRIAL_SYSTEMS * about) / trial), nowMs);
}

function* recordsOf(systems: number, nowMs: number): Generator<PublishRecord> {
  const register = shippedDefinitions();
  const window = (application: string, type: string) => register.find(application, type)?.record.late_window ?? 0;
  const lateWindows = { trento: window('trento', 'host_telemetry'), pulp: window('pulp', 'status') };
  const ingest = createIngest({ register, maxRecords: 500, hash: sha256, newId: randomUUID });
  for (const envelope of fleet({ seed: SEED, systems, nowMs, lateWindows })) yield* accepted(ingest, envelope, nowMs);
}

function accepted(ingest: Ingest, envelope: SourceEnvelope, nowMs: number): PublishRecord[] {
  const reports = readEnvelopes(envelope, { maxReports: 1 });
  const ingested = 'refused' in reports ? reports : ingest(reports, nowMs);
  if ('refused' in ingested || ingested.records.length === 0)
    throw new Error('the gateway would not take the fleet’s report');
  const traceparent = newTraceparent();
  return ingested.records.map(({ raw: { application, telemetry_type, system_id }, value }) => {
    return { key: system_id, value, headers: { application, telemetry_type, traceparent } };
  });
}
