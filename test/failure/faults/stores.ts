import type { Undo } from '../rig/postgres-faults.ts';
import type { Stores } from '../rig/stores.ts';
import type { Fault } from './fault.ts';
import type { FaultKind } from './kinds.ts';

const OBSERVATIONS = 'telemetry.observations';
/** An SQLSTATE: a full disk. */
const DISK_FULL = '53100';

/** A store that is ended, in order or as a crash would, and started again. */
export const storeDown = (store: 'postgres' | 'influx', how: 'stop' | 'kill', forMs: number): Fault =>
  ofStores(`${store} ${how}`, forMs, async (stores) => {
    await stores[store][how]();
    return () => stores[store].start();
  });

export const storeSlow = (store: 'postgres' | 'influx', forMs: number): Fault =>
  ofStores(`${store} slow`, forMs, async ({ networks }) => {
    await networks[store].slow({ latencyMs: 150, bytesPerSecond: 60_000 });
    return () => networks[store].pass();
  });

export const postgresReadOnly = (forMs: number): Fault =>
  ofStores('postgres read-only', forMs, ({ faults }) => faults.readOnly());

export const postgresLoginsRefused = (forMs: number): Fault =>
  ofStores('postgres logins refused', forMs, ({ faults }) => faults.refuseLogins());

export const postgresLocked = (forMs: number): Fault =>
  ofStores('postgres locked', forMs, ({ faults }) => faults.lock(OBSERVATIONS));

export const postgresDiskFull = (forMs: number): Fault =>
  ofStores('postgres disk full', forMs, ({ faults }) => faults.failWrites(OBSERVATIONS, DISK_FULL));

function ofStores(kind: FaultKind, forMs: number, begin: (stores: Stores) => Promise<Undo>): Fault {
  return { kind, forMs, begin: ({ system }) => begin(system.stores) };
}
