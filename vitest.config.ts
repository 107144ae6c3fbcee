import { configDefaults, defineConfig } from 'vitest/config';
import { propertyFactor } from './packages/testkit/src/property-runs.ts';
import { coverage } from './test/coverage.ts';
import { EndToEndFirst } from './test/system/end-to-end-first.ts';
import { eventReporter } from './test/verify/event-reporter.ts';
import { EVENTS_FILE } from './test/verify/events.ts';

const eventsFile = process.env[EVENTS_FILE];

const MINUTE_MS = 60_000;

/** Files that replace a module by another for themselves; all others share their modules, which are loaded once. */
export const REPLACE_MODULES = [
  'packages/stream/test/{exactly-once,sink-lease,sink-position}.prop.test.ts',
  'packages/stream/test/manual/0{1,2,3,5,6,7,8}-*.unit.test.ts',
];

const SETUP = ['packages/testkit/src/setup.ts'];
/** A bound for what hangs, on a machine with other work to do: no test takes a second of one core for itself. */
const UNIT = {
  maxWorkers: 2,
  setupFiles: SETUP,
  testTimeout: MINUTE_MS * Math.max(1, propertyFactor),
  hookTimeout: MINUTE_MS,
};

/** What the tests of a running system have in common: they share it, and the modules that they load. */
const SYSTEM = {
  // One more than the cores that are counted on: a test of the pipeline waits for most of its time.
  maxWorkers: 3,
  isolate: false,
  setupFiles: SETUP,
  testTimeout: 3 * MINUTE_MS,
  hookTimeout: MINUTE_MS,
};

/** What a file needs is told by its suffix; only the integration tests need services that are started for them. */
export default defineConfig({
  test: {
    // Nothing is left out without being seen.
    passWithNoTests: false,
    allowOnly: false,
    coverage,
    reporters: ['default', ...(eventsFile === undefined ? [] : [eventReporter(eventsFile)])],
    // Starts what the end-to-end and the browser tests share, in runs of these.
    globalSetup: ['test/system/global-setup.ts'],
    sequence: { sequencer: EndToEndFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,services}/*/test/**/*.{unit,prop}.test.ts', 'test/**/*.{unit,prop}.test.ts'],
          exclude: [...configDefaults.exclude, ...REPLACE_MODULES],
          ...UNIT,
          pool: 'threads',
          isolate: false,
        },
      },
      { test: { name: 'unit-isolated', include: REPLACE_MODULES, ...UNIT } },
      ...['1.6', '1.8', '2'].map((line) => ({
        test: {
          name: `influx-${line}`,
          include: ['{packages,services}/*/test/**/*.influx.test.ts'],
          globalSetup: ['packages/testkit/src/influx-global-setup.ts'],
          maxWorkers: 2,
          setupFiles: SETUP,
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 2 * MINUTE_MS,
        },
      })),
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], ...UNIT } },
      {
        test: {
          name: 'int',
          include: ['{packages,services}/*/test/**/*.int.test.ts', 'test/**/*.int.test.ts'],
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          // The services share the cores with the tests.
          maxWorkers: 4,
          pool: 'threads',
          isolate: false,
          setupFiles: SETUP,
          // Longer than `eventually` waits, which then names what it waited for.
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 2 * MINUTE_MS,
        },
      },
      {
        test: {
          name: 'prometheus',
          include: ['test/**/*.prometheus.test.ts'],
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          setupFiles: SETUP,
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 2 * MINUTE_MS,
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.e2e.test.ts'], ...SYSTEM } },
      { test: { name: 'browser', include: ['test/browser/**/*.browser.test.ts'], ...SYSTEM } },
    ],
  },
});
