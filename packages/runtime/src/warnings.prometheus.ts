import { Gauge, type Registry } from 'prom-client';
import type { ServiceHealth } from './health.ts';

/** Shows what /readyz warns of in the metrics, as 1 for each; what is not warned of is not there. */
export function showWarnings(registry: Registry, health: Pick<ServiceHealth, 'status'>): void {
  new Gauge({
    name: 'heliograph_warning',
    help: '1 while somebody should see to it, although the service works',
    labelNames: ['about'],
    registers: [registry],
    collect() {
      this.reset();
      for (const about of Object.keys(health.status().warnings ?? {})) this.set({ about }, 1);
    },
  });
}
