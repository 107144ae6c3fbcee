import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * The variable that names the file to which the processes of a suite append what happens in it. Without our prefix: the
 * services that tests start refuse what they do not know.
 */
export const EVENTS_FILE = 'TEST_EVENTS_FILE';

const named = { project: z.string(), file: z.string() };
const Event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file started'), ...named }),
  /** `loadFailed`: no test of it could be run, or one of its hooks failed. */
  z.object({ kind: z.literal('file ended'), ...named, failed: z.boolean() }),
  z.object({ kind: z.literal('test started'), ...named, test: z.string() }),
  z.object({
    kind: z.literal('test ended'),
    ...named,
    test: z.string(),
    state: z.enum(['passed', 'failed', 'skipped']),
    ms: z.number(),
  }),
  z.object({ kind: z.literal('not run'), ...named, test: z.string(), why: z.string() }),
]);
export type Event = z.infer<typeof Event>;
export type Ended = Extract<Event, { kind: 'test ended' }>;
export type NotRun = Extract<Event, { kind: 'not run' }>;

/** At once and in one piece: the process may be ended at any time, and several append to one file. */
export function appendEvent(path: string, event: Event): void {
  appendFileSync(path, `${JSON.stringify(event)}\n`);
}

/** None where the suite wrote none. A last line that was cut off is left out. */
export function readEvents(path: string): Event[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => Event.parse(JSON.parse(line)));
}

/** The files that have started and not ended, each with its tests of which the same is true. */
export function stillRunning(events: readonly Event[]): string[] {
  const running = new Map<string, Set<string>>();
  for (const event of events) {
    const tests = running.get(event.file);
    if (event.kind === 'file started') running.set(event.file, new Set());
    if (event.kind === 'file ended') running.delete(event.file);
    if (event.kind === 'test started') tests?.add(event.test);
    if (event.kind === 'test ended') tests?.delete(event.test);
  }
  return [...running].map(([file, tests]) => (tests.size === 0 ? file : `${file}: ${[...tests].join('; ')}`));
}
