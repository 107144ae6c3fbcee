import type { Removed } from '@heliograph/privacy';
import type { Definition } from '@heliograph/schema';
import { Counter, type Registry } from 'prom-client';
import type { RemovalCounts } from './handler.ts';

/** 1,000 series are some 100 KB of metrics text; what senders make up beyond that shares the label `other`. */
const MOST_PATHS = 1000;

/** Counts removals in the metrics by place. Senders choose the unregistered paths, hence the bound on their number. */
export function createRemovalCounts(registry: Registry): RemovalCounts {
  const counter = new Counter({
    name: 'heliograph_sanitizer_removed_total',
    help: 'Values removed from payloads: not registered, or not fitting what is registered',
    labelNames: ['application', 'telemetry_type', 'field', 'why'] as const,
    registers: [registry],
  });
  const personalData = new Counter({
    name: 'heliograph_sanitizer_personal_data_total',
    help: 'Personal data found in what is registered, and redacted or the reason to drop the record',
    labelNames: ['application', 'telemetry_type', 'field', 'kind'] as const,
    registers: [registry],
  });
  const paths = new Set<string>();
  const bounded = ({ application, telemetry_type }: Definition, path: string): string => {
    const place = `${application}/${telemetry_type}${path}`;
    if (paths.size < MOST_PATHS) paths.add(place);
    return paths.has(place) ? path : 'other';
  };
  return {
    add(definition, removed) {
      const { application, telemetry_type } = definition;
      const count = (field: string, why: keyof Removed) => counter.inc({ application, telemetry_type, field, why });
      for (const path of removed.unregistered) count(bounded(definition, path), 'unregistered');
      for (const pointer of removed.misfit) count(pointer, 'misfit');
      for (const { pointer: field, kind } of removed.personalData)
        personalData.inc({ application, telemetry_type, field, kind });
    },
  };
}
