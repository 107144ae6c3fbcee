import { Gauge, type Registry } from 'prom-client';
import type { Memory } from './memory.ts';

/** The size of each partition's memory in the metrics. */
export interface MemoryGauges {
  show(partition: number, memory: Memory): void;
  forget(partition: number): void;
}

export function createMemoryGauges(registry: Registry): MemoryGauges {
  const labelNames = ['partition'] as const;
  const registers = [registry];
  const keys = new Gauge({ name: 'heliograph_dedup_keys', help: 'Dedup keys remembered', labelNames, registers });
  const systems = new Gauge({
    name: 'heliograph_dedup_systems',
    help: 'Systems whose latest observation is remembered',
    labelNames,
    registers,
  });
  const erasures = new Gauge({
    name: 'heliograph_dedup_erasures',
    help: 'Names under which erased systems are remembered, so that nothing of them comes back',
    labelNames,
    registers,
  });
  return {
    show(partition, memory) {
      keys.set({ partition }, memory.keys);
      systems.set({ partition }, memory.systems);
      erasures.set({ partition }, memory.erasures);
    },
    forget(partition) {
      keys.remove({ partition });
      systems.remove({ partition });
      erasures.remove({ partition });
    },
  };
}
