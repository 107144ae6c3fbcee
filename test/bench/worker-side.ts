import type { z } from 'zod';

/** What a worker was started with. Throws where it is not what it expects. */
export function workerInput<T>(shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(process.argv[2] ?? 'null'));
}

/** Answers whoever started this worker, and does not outlive him. */
export function answer(message: object): void {
  process.on('disconnect', () => process.exit());
  process.send?.(message);
}
