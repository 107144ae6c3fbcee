import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENTS_FILE, type Event, readEvents } from './events.ts';
import { startGroup } from './process-group.ts';
import type { Suite } from './suites.ts';

export interface SuiteResult {
  /** The exit code: 0 if the suite passed. */
  readonly code: number;
  readonly seconds: number;
  readonly events: readonly Event[];
  /** Whether it was ended because it took longer than its bound. */
  readonly overran: boolean;
}

export interface Limits {
  /** A suite that takes longer hangs: far more than any takes on the slowest machine. */
  readonly boundMs: number;
  /** How long its processes may take to stop what they have started. */
  readonly graceMs: number;
}

/** What timeout(1) exits with, and what a shell does after a Ctrl-C. */
const CODES = { overran: 124, interrupted: 130 } as const;

/** Runs a suite to its end, or until it takes too long, or until `interrupted` is aborted. */
export async function runSuite(suite: Suite, limits: Limits, interrupted: AbortSignal): Promise<SuiteResult> {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-suite-'));
  const eventsFile = join(folder, 'events');
  const begin = performance.now();
  try {
    const group = startGroup(suite.command, { ...process.env, [EVENTS_FILE]: eventsFile });
    const ended = AbortSignal.any([interrupted, AbortSignal.timeout(limits.boundMs)]);
    const exited = await Promise.race([group.exited, ended.aborted || once(ended, 'abort')]);
    const how = typeof exited === 'number' ? 'itself' : interrupted.aborted ? 'interrupted' : 'overran';
    if (how !== 'itself') await group.end('SIGTERM', limits.graceMs);
    const code = how === 'itself' ? Number(exited) : CODES[how];
    const seconds = (performance.now() - begin) / 1000;
    return { code, seconds, events: readEvents(eventsFile), overran: how === 'overran' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
