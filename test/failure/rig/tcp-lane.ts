import type { Socket } from 'node:net';

/** What a connection is like. A stalled one delivers all of it later; a swallowing one has lost it. */
export type NetworkFault =
  | { readonly kind: 'pass' }
  | { readonly kind: 'slow'; readonly latencyMs: number; readonly bytesPerSecond: number }
  | { readonly kind: 'stall' }
  | { readonly kind: 'swallow' };

export interface Lane {
  /** The weather has changed. */
  look(): void;
}

interface Parcel {
  /** Undefined is the end of the stream. */
  readonly bytes: Buffer | undefined;
  readonly dueMs: number;
}

/** What is under way at most; beyond it the sender feels the resistance, as it would in a network. */
const MOST_WAITING_BYTES = 1_048_576;

/** Carries what `from` says to `to`, as the weather allows. Bytes keep their order. */
export function carry(from: Socket, to: Socket, weather: () => NetworkFault): Lane {
  const parcels: Parcel[] = [];
  let waitingBytes = 0;
  let freeMs = 0;
  let timer: NodeJS.Timeout | undefined;

  function take(bytes: Buffer | undefined): void {
    const now = weather();
    if (now.kind === 'swallow') return;
    const length = bytes?.length ?? 0;
    const nowMs = performance.now();
    const isSlow = now.kind === 'slow';
    // The lane is taken for as long as the bytes need at its speed; the way itself takes the latency in addition.
    freeMs = Math.max(freeMs, nowMs) + (isSlow ? (length / now.bytesPerSecond) * 1000 : 0);
    parcels.push({ bytes, dueMs: freeMs + (isSlow ? now.latencyMs : 0) });
    waitingBytes += length;
    look();
  }

  function look(): void {
    clearTimeout(timer);
    if (to.destroyed) return;
    const { kind } = weather();
    if (kind === 'swallow') {
      waitingBytes = 0;
      parcels.length = 0;
      from.resume();
      return;
    }
    if (kind === 'stall') return void from.pause();
    let next = parcels[0];
    for (; next !== undefined && next.dueMs <= performance.now() && !to.writableNeedDrain; next = parcels[0]) {
      parcels.shift();
      waitingBytes -= next.bytes?.length ?? 0;
      if (next.bytes === undefined) to.end();
      else to.write(next.bytes);
    }
    if (next !== undefined && !to.writableNeedDrain)
      timer = setTimeout(look, Math.max(1, next.dueMs - performance.now()));
    if (waitingBytes > MOST_WAITING_BYTES || to.writableNeedDrain) from.pause();
    else from.resume();
  }

  from.on('data', take);
  from.on('end', () => take(undefined));
  to.on('drain', look);
  to.on('close', () => clearTimeout(timer));
  return { look };
}
