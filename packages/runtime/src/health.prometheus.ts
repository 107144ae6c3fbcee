import { Gauge, type Registry } from 'prom-client';
import type { ServiceHealth } from './health.ts';

/** Shows in the metrics what /readyz says: whether the service is ready, and as 1 each warning that there is. */
export function showHealth(registry: Registry, health: Pick<ServiceHealth, 'status'>): void {
  new Gauge({
    name: 'heliograph_ready',
    help: '1 while the service is ready, else 0',
    registers: [registry],
    collect() {
      this.set(health.status().ready ? 1 : 0);
    },
  });
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
