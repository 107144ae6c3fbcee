import { z } from 'zod';

/** What the load generator is asked for. */
export const Load = z.object({
  port: z.int(),
  connections: z.int(),
  /** Reports a request. */
  reports: z.int(),
  seconds: z.number(),
  /** Tells the runs against one server apart, so that no id comes twice. */
  run: z.int(),
});
export type Load = z.infer<typeof Load>;

/** What it found. Times are milliseconds from writing a request until the last byte of its answer. */
export const LoadResult = z.object({
  requests: z.int(),
  seconds: z.number(),
  p50: z.number(),
  p99: z.number(),
  /** How often each status was answered. */
  statuses: z.record(z.string(), z.int()),
});
export type LoadResult = z.infer<typeof LoadResult>;
