import type { ServiceName } from '@heliograph/schema';

/** What the rig asked of a process before it ended: a kill by a signal, or to stop in order. */
export type Asked = { readonly kind: 'kill'; readonly signal: NodeJS.Signals } | { readonly kind: 'stop' };

/** How a process of the system ended. */
export interface End {
  readonly instance: string;
  readonly service: ServiceName;
  readonly pid: number;
  readonly at: string;
  readonly livedMs: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly asked?: Asked | undefined;
  /** Whether it had been ready before. */
  readonly wasReady: boolean;
  /** What it said last, where that was fatal. */
  readonly fatal?: Fatal | undefined;
}

export interface Fatal {
  readonly name: string;
  readonly message: string;
}

/**
 * `caused`: the rig did it. All else is `unexplained`, an orderly stop that did not exit with 0 included: whatever fails
 * around a service, it waits.
 */
export type Verdict = 'caused' | 'unexplained';

export function judge({ asked, code, signal }: End): Verdict {
  if (asked?.kind === 'kill' && signal === asked.signal) return 'caused';
  // SIGTERM and SIGINT are taken as a wish to stop.
  return asked !== undefined && signal === null && code === 0 ? 'caused' : 'unexplained';
}

/** One line for people. */
export function describeEnd(end: End): string {
  const { instance, pid, at, signal, code, fatal, livedMs } = end;
  const how = signal ?? `exit code ${code}`;
  const said = fatal === undefined ? '' : `; ${fatal.name}: ${fatal.message}`;
  return `${at} ${instance} (process ${pid}) ended after ${Math.round(livedMs)} ms with ${how}: ${judge(end)}${said}`;
}

/** The fatal error that a log (lines of JSON) ends with, and whether it tells of ever having been ready. */
export function readLog(text: string): { wasReady: boolean; fatal?: Fatal } {
  const lines = text.split('\n').flatMap(parsed);
  const wasReady = lines.some(({ msg }) => msg === 'ready');
  const err = lines.findLast(({ level }) => level === 'fatal')?.err;
  if (typeof err !== 'object' || err === null) return { wasReady };
  const { name = '', message = '' } = err as { name?: string; message?: string };
  return { wasReady, fatal: { name, message } };
}

function parsed(line: string): { level?: unknown; msg?: unknown; err?: unknown }[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return []; // What Node prints when it ends by itself.
  }
}
