import { pointerSegments } from './field.ts';

/** The name that the value at a pointer has in InfluxDB: `/online_workers/hosts` is online_workers_hosts. */
export function influxName(pointer: string): string {
  return pointerSegments(pointer).join('_');
}

/** Names that points use themselves, or that InfluxDB refuses as a key. */
export const RESERVED_IN_INFLUX = ['channel', 'system_key', 'reports', 'time'] as const;
