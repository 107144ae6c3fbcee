import { z } from 'zod';

const systems = z.number();
const key = z.string().nullable();

const Share = z.object({
  key,
  level: z.string().nullable(),
  systems,
  values: z.array(z.object({ value: z.string(), systems })),
  other: z.number(),
});
export type Share = z.infer<typeof Share>;

const Statistics = z.object({
  key,
  systems,
  mean: z.number(),
  p5: z.number(),
  p25: z.number(),
  median: z.number(),
  p75: z.number(),
  p95: z.number(),
  histogram: z.array(z.object({ from: z.number().nullable(), to: z.number().nullable(), systems })),
});
export type Statistics = z.infer<typeof Statistics>;

/** The figures of one summary as the summarizer publishes them. A suppressed one says nothing: too few systems. */
export const Figures = z.union([
  z.object({ suppressed: z.literal(true) }),
  z.object({
    suppressed: z.literal(false),
    shares: z.array(Share).optional(),
    statistics: z.array(Statistics).optional(),
  }),
]);
export type Figures = z.infer<typeof Figures>;
