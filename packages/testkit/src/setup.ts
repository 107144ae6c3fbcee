import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, vi } from 'vitest';
import { cleanUp } from './cleanup.ts';
import { setTestTimeout } from './eventually.ts';
import { propertyRuns } from './property-runs.ts';

/** Runs before each test file. */

/** Half of what fast-check does by default: the nightly run multiplies it. */
const PROPERTY_RUNS = 50;

fc.configureGlobal({ numRuns: propertyRuns(PROPERTY_RUNS) });

beforeEach(({ task }) => setTestTimeout(task.timeout));
afterEach(() => setTestTimeout(undefined));

afterAll(cleanUp);

// Test files share their modules and globals: what one leaves behind, the next would run with, and be blamed for.
const environment = { ...process.env };
afterAll(() => {
  const left = [
    ...(vi.isFakeTimers() ? ['fake timers'] : []),
    ...(JSON.stringify(process.env) === JSON.stringify(environment) ? [] : ['a changed environment']),
  ];
  vi.useRealTimers();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  if (left.length > 0) throw new Error(`this file leaves ${left.join(' and ')} behind`);
});
