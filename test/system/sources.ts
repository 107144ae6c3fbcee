import type { Definition } from '@heliograph/schema';
import { aDefinition } from '../../packages/testkit/src/builders.ts';

/** One application for each file of end-to-end tests that counts something: files share a system, and no figure. */
const APPLICATIONS = ['addresses', 'limits', 'owned', 'replayed', 'counted', 'versions', 'protocols'] as const;
export type TestApplication = (typeof APPLICATIONS)[number];

export const TEST_TYPE = 'status';

/** Of each there are reports such as {"id": "a-system", "version": "1.2.3", "count": 4}. */
export const TEST_SOURCES: readonly Definition[] = APPLICATIONS.map((application) =>
  aDefinition({
    application,
    telemetry_type: TEST_TYPE,
    title: titleOf(application),
    record: { system_id: '/id', late_window: '7d' },
    summaries: [
      { name: 'systems', kind: 'systems' },
      { name: 'version', title: 'Versions', kind: 'share', field: '/version', levels: ['x.y'] },
    ],
  }),
);

export function titleOf(application: TestApplication): string {
  return `Status of ${application}`;
}

/** The measurement of its points. */
export function measurementOf(application: TestApplication): string {
  return `${application}_${TEST_TYPE}`;
}
