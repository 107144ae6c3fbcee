import { Counter, type Registry } from 'prom-client';
import type { CountLeftOut } from './handler.ts';

/** Counts what is left out of points, by source and reason. Throws where the registry has the metric already. */
export function createLeftOutCounter(registry: Registry): CountLeftOut {
  const counter = new Counter({
    name: 'heliograph_influx_values_left_out_total',
    help: 'Values that a definition lists and that are not in their points, by reason',
    labelNames: ['application', 'telemetry_type', 'reason'] as const,
    registers: [registry],
  });
  return ({ application, telemetry_type }, leftOut) => {
    for (const [reason, values] of leftOut) counter.inc({ application, telemetry_type, reason }, values);
  };
}
