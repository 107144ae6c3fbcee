import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, vi } from 'vitest';
import { setTestTimeout } from './eventually.ts';
import { propertyRuns } from './property-runs.ts';

/** Runs before each test file. */

/** Half of what fast-check does by default: the nightly run multiplies it. */
const PROPERTY_RUNS = 50;

fc.configureGlobal({ numRuns: propertyRuns(PROPERTY_RUNS) });

beforeEach(({ task }) => setTestTimeout(task.timeout));
afterEach(() => setTestTimeout(undefined));

// Unit test files share their modules and globals: what one leaves behind, others would run with.
const environment = JSON.stringify(process.env);
afterAll(() => {
  if (vi.isFakeTimers()) throw new Error('this file leaves fake timers behind');
  if (JSON.stringify(process.env) !== environment) throw new Error('this file leaves a changed environment behind');
});
