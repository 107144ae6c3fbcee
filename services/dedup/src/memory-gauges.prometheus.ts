import { Gauge, type Registry } from 'prom-client';
import type { Memory } from './memory.ts';

/** Shows the size of each partition's memory in the metrics. */
export function createMemoryGauges(registry: Registry): (partition: number, memory: Memory) => void {
  const labelNames = ['partition'] as const;
  const registers = [registry];
  const keys = new Gauge({ name: 'heliograph_dedup_keys', help: 'Dedup keys remembered', labelNames, registers });
  const systems = new Gauge({
    name: 'heliograph_dedup_systems',
    help: 'Systems whose latest observation is remembered',
    labelNames,
    registers,
  });
  return (partition, memory) => {
    keys.set({ partition }, memory.keys);
    systems.set({ partition }, memory.systems);
  };
}
