import { z } from 'zod';

/** What the worker that asks the API is told. */
export const Asking = z.object({
  port: z.int(),
  path: z.string(),
  connections: z.int(),
  seconds: z.number(),
});
export type Asking = z.infer<typeof Asking>;

/** What it found. Times are milliseconds from writing a request until the last byte of its answer. */
export const Asked = z.object({ requests: z.int(), seconds: z.number(), p50: z.number(), p99: z.number() });
export type Asked = z.infer<typeof Asked>;
