import { defineConfig } from 'vitest/config';
import { eventReporter } from './test/verify/event-reporter.ts';
import { EVENTS_FILE } from './test/verify/events.ts';

const eventsFile = process.env[EVENTS_FILE];

const MINUTE_MS = 60_000;

/** What a file needs is told by its suffix; only the integration tests need services that are started for them. */
export default defineConfig({
  test: {
    // Nothing is left out without being seen.
    passWithNoTests: false,
    allowOnly: false,
    reporters: ['default', ...(eventsFile === undefined ? [] : [eventReporter(eventsFile)])],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,services}/*/test/**/*.{unit,prop}.test.ts', 'test/**/*.{unit,prop}.test.ts'],
        },
      },
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'] } },
      {
        test: {
          name: 'int',
          include: ['{packages,services}/*/test/**/*.int.test.ts', 'test/**/*.int.test.ts'],
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          // The services share the cores with the tests.
          maxWorkers: 2,
          testTimeout: MINUTE_MS,
          hookTimeout: MINUTE_MS,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.test.ts'],
          // Each file starts a whole system of its own.
          maxWorkers: 2,
          testTimeout: MINUTE_MS,
          // The first start may have to fetch Kafka.
          hookTimeout: 3 * MINUTE_MS,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.browser.test.ts'],
          globalSetup: ['test/browser/global-setup.ts'],
          // A browser has processes of its own.
          maxWorkers: 2,
          testTimeout: MINUTE_MS,
          hookTimeout: MINUTE_MS,
        },
      },
    ],
  },
});
