import { matchesGlob } from 'node:path';
import type { CoverageOptions } from 'vitest/node';

/** The least that the tests of `npm run test:fast` reach, in per cent. */
interface Floor {
  readonly lines: number;
  readonly branches: number;
}

/**
 * The pure cores: the files that decide. What is not reached is `satisfies never`, and `?? ''` where the compiler does not
 * know what the code does. A floor is raised with new tests and not lowered for new code.
 */
export const CORE_FLOORS: Readonly<Record<string, Floor>> = {
  'packages/ingest/src/**': { lines: 99, branches: 98 },
  'packages/privacy/src/**': { lines: 98, branches: 96 },
  'packages/schema/src/**': { lines: 99, branches: 95 },
  'packages/schema/src/summaries/disclosure/**': { lines: 100, branches: 98 },
  ...Object.fromEntries(
    Object.entries({
      access: { lines: 100, branches: 100 },
      classify: { lines: 100, branches: 95 },
      codec: { lines: 100, branches: 100 },
      dedup: { lines: 100, branches: 96 },
      deletions: { lines: 100, branches: 100 },
      outcome: { lines: 100, branches: 100 },
      points: { lines: 95, branches: 93 },
      'rate-limiter': { lines: 100, branches: 100 },
      'rate-limits': { lines: 100, branches: 93 },
      rows: { lines: 100, branches: 93 },
      sanitize: { lines: 100, branches: 100 },
      settle: { lines: 96, branches: 86 },
      slot: { lines: 95, branches: 95 },
    }).map(([name, floor]) => [`{packages,services}/*/src/**/${name}.ts`, floor]),
  ),
};

export const isCore = (path: string) => Object.keys(CORE_FLOORS).some((glob) => matchesGlob(path, glob));

/**
 * For `--coverage`. Files that no test loads count as well. Istanbul counts in the cores alone, for a few seconds; V8 counts in all
 * code, libraries included, for half as much processor time again.
 */
export const coverage = {
  provider: 'istanbul',
  include: Object.keys(CORE_FLOORS),
  reporter: ['text-summary', 'html'],
  thresholds: CORE_FLOORS,
} satisfies CoverageOptions;
