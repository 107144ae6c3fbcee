import type { Definition, Observation, Register, SystemRequest } from '@heliograph/schema';
import {
  type ConsumerRecord,
  dead,
  decode,
  drop,
  type Lease,
  type OffsetRange,
  type Outcome,
  ok,
  type PendingWrite,
} from '@heliograph/stream';
import { BucketTooShort } from './bucket.ts';
import { erasureOf, type PointRemover } from './deletions.ts';
import { type Point, type PointFate, type PointWriter, pointsOf } from './points.ts';
import type { Receipts } from './receipts.ts';

export interface Ports {
  readonly writer: PointWriter;
  readonly remover: PointRemover;
  readonly receipts: Receipts;
}

/** Told of each point that has been written and lacks values of its observation. */
export type CountLeftOut = (definition: Definition, leftOut: NonNullable<Point['leftOut']>) => void;

/** What a definition keeps no longer is not written: it would be deleted within the hour, or is refused. */
const PAST_RETENTION = drop('past_retention');

/** How far the server's clock may be ahead of ours before a point that it finds too old makes us wait. */
const CLOCK_SKEW_MS = 60_000;

type Read =
  | { readonly point: Point; readonly definition: Definition; readonly expiresAtMs: number }
  | { readonly outcome: Outcome };

/**
 * Writes a batch of observations as points, and carries out the erasures among them in their place: what comes before one
 * has been written when it deletes, what comes after it is written then. The same batch again ends the same way.
 */
export function createHandler(
  register: Register,
  { writer, remover, receipts }: Ports,
  now: () => number = Date.now,
  countLeftOut: CountLeftOut = () => undefined,
) {
  const toPoint = new WeakMap<Definition, ReturnType<typeof pointsOf>>();

  /** The register may change while we run; a definition that has not is the same object. */
  function pointMaker(definition: Definition): ReturnType<typeof pointsOf> {
    const make = toPoint.get(definition) ?? pointsOf(definition);
    toPoint.set(definition, make);
    return make;
  }

  function toPointOf(observation: Observation): Read {
    const { application, telemetry_type, observed_at } = observation;
    // Whatever its status: what was rightly taken in is stored, even if its definition has been retired since.
    const definition = register.find(application, telemetry_type);
    if (definition === undefined) return { outcome: dead('unknown_definition', `${application}/${telemetry_type}`) };
    const expiresAtMs = Date.parse(observed_at) + definition.retention;
    if (expiresAtMs < now()) return { outcome: PAST_RETENTION };
    return { point: pointMaker(definition)(observation), definition, expiresAtMs };
  }

  async function write(read: readonly Read[], lease: Lease): Promise<Outcome[]> {
    const fates = await writer.write(
      read.flatMap((r) => ('point' in r ? [r.point] : [])),
      lease,
    );
    for (const r of read)
      if ('point' in r && r.point.leftOut !== undefined) countLeftOut(r.definition, r.point.leftOut);
    const fate = fates.values();
    return read.map((r) => ('point' in r ? toOutcome(fate.next().value, r.expiresAtMs, now()) : r.outcome));
  }

  async function applyRequest(request: SystemRequest, lease: Lease): Promise<Outcome> {
    // An export is made of the rows of PostgreSQL, which hold all that points are made of.
    if (request.request === 'export') return ok();
    for (const deletion of erasureOf(request, register.definitions)) {
      lease.check();
      await remover.remove(deletion);
    }
    lease.check();
    await receipts.write(request);
    return ok();
  }

  return async (batch: readonly ConsumerRecord[], _range: OffsetRange, lease: Lease): Promise<PendingWrite> => {
    const outcomes: Outcome[] = [];
    let reports: Read[] = [];
    for (const record of batch) {
      const decoded = decode('observations', record);
      if ('request' in decoded) {
        outcomes.push(...(await write(reports, lease)));
        reports = [];
        outcomes.push(await applyRequest(decoded.request, lease));
      } else reports.push('dead' in decoded ? { outcome: decoded.dead } : toPointOf(decoded.message));
    }
    outcomes.push(...(await write(reports, lease)));
    return { outcomes };
  };
}

function toOutcome(fate: PointFate | undefined, expiresAtMs: number, nowMs: number): Outcome {
  switch (fate?.kind) {
    case 'stored':
      return ok();
    case 'too_old':
      if (expiresAtMs < nowMs + CLOCK_SKEW_MS) return PAST_RETENTION;
      throw new BucketTooShort('the server keeps points for a shorter time than their definition');
    case 'rejected':
      return dead('store_rejected', fate.why);
    case undefined:
      throw new Error('the writer returned fewer fates than points');
    default:
      return fate satisfies never;
  }
}
