import type { Log, Runtime } from '@heliograph/stream';
import { Registry } from 'prom-client';

export interface TestRuntime extends Runtime {
  /** What was passed to `fail`, in order; a healthy run leaves it empty. */
  readonly failures: unknown[];
  /** True once there is at least one part and none is waiting: what /readyz would answer. */
  ready(): boolean;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A process to run a loop in: silent, with a metrics registry of its own, which records failures instead of ending. */
export function testRuntime(): TestRuntime {
  const parts = new Map<string, boolean>();
  const failures: unknown[] = [];
  return {
    log: silent,
    registry: new Registry(),
    health: {
      proven: (part) => void parts.set(part, true),
      waiting: (part) => void parts.set(part, false),
      warn: () => {},
      unwarn: () => {},
    },
    fail: (error) => void failures.push(error),
    failures,
    ready: () => parts.size > 0 && [...parts.values()].every(Boolean),
  };
}
