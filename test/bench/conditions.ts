import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure is worth nothing without. */
export interface Conditions {
  readonly at: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
}

export function conditions(): Conditions {
  return {
    at: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}

/**
 * The load average of the last minute. Before a part it is what others want of the machine; what they want meanwhile is
 * in the one after it, together with what the part itself wants.
 */
export function currentLoad(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}
