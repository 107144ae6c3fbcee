import { every } from '@heliograph/runtime';
import { collects, type Definition, daysUntil, EXPIRY_WARNING_DAYS, type Register, utcDay } from '@heliograph/schema';
import type { Log, Runtime } from '@heliograph/stream';
import { Gauge } from 'prom-client';

/** Often enough for a definition that has just come into force, seldom enough to cost nothing. */
const EVERY_MS = 60_000;

/**
 * Shows when each definition expires in the metrics, and says in the log, once a day for each, what will soon be turned
 * away or is already. The gateway does this alone, because it is who turns it away.
 */
export function watchExpiry(
  register: Register,
  { log, registry }: Pick<Runtime, 'log' | 'registry'>,
  now: () => number,
): { stop(): Promise<void> } {
  new Gauge({
    name: 'heliograph_definition_expires_timestamp_seconds',
    help: 'When a definition that takes data in expires, in seconds since the epoch',
    labelNames: ['application', 'telemetry_type'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { definition, expiresMs } of expiriesOf(register, now())) {
        const { application, telemetry_type } = definition;
        this.set({ application, telemetry_type }, expiresMs / 1000);
      }
    },
  });
  return every({ everyMs: EVERY_MS, work: createLook(register, log, now) });
}

/** Returns what writes the log lines that are due; called again on the same day it repeats none. */
export function createLook(register: Register, log: Pick<Log, 'warn'>, now: () => number): () => void {
  const told = new WeakMap<Definition, string>();
  return () => {
    const today = utcDay(now());
    for (const { definition, daysLeft } of soonOrExpired(expiriesOf(register, now()))) {
      if (told.get(definition) === today) continue;
      told.set(definition, today);
      const { application, telemetry_type, owner, expires } = definition;
      const message =
        daysLeft > 0
          ? 'a definition expires soon: its reports will then be turned away'
          : 'a definition has expired: its reports are turned away';
      log.warn({ application, telemetry_type, owner, expires, daysLeft }, message);
    }
  };
}

/** When a definition that takes data in will no longer do so. */
export interface Expiry {
  readonly definition: Definition;
  readonly expiresMs: number;
  /** Days until then, begun ones included; 0 or less if it has expired. */
  readonly daysLeft: number;
}

/** When each definition expires that takes data in, or took it in until then. */
export function expiriesOf({ definitions, mode }: Register, nowMs: number): Expiry[] {
  return definitions
    .filter((definition) => collects(definition, mode))
    .map((definition) => ({
      definition,
      expiresMs: Date.parse(definition.expires),
      daysLeft: daysUntil(definition.expires, nowMs),
    }));
}

/** Those that expire within thirty days, or have expired. */
export function soonOrExpired(expiries: readonly Expiry[]): Expiry[] {
  return expiries.filter(({ daysLeft }) => daysLeft <= EXPIRY_WARNING_DAYS);
}
