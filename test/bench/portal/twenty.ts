import { pulp } from '../../browser/seed/pulp.ts';
import type { MadeUpSource } from '../../browser/seed/source.ts';

const METRICS = 20;

/** Pulp with as many metrics as one source may reasonably have: those that it lacks are numbers. */
export function twentyMetrics(): MadeUpSource {
  const { definition, models } = pulp;
  const missing = Math.max(0, METRICS - definition.summaries.length);
  const more = Array.from({ length: missing }, (_, i) => ({
    name: `number_${i}`,
    title: `Number ${i}`,
    kind: 'statistics' as const,
    field: '/online_workers/processes',
  }));
  const numbers = more.map(
    ({ name }, i) => [name, { kind: 'numbers', median: 4 + i, spread: 0.9, perYear: 0.1 }] as const,
  );
  return {
    ...pulp,
    definition: { ...definition, summaries: [...definition.summaries, ...more] },
    models: { ...models, ...Object.fromEntries(numbers) },
  };
}
