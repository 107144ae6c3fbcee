import { every } from '@heliograph/runtime';
import { HOUR_MS, MINUTE_MS, type Register } from '@heliograph/schema';
import type { Log, ShortRetention } from '@heliograph/stream';

/** A definition comes into force within seconds; the journal is shorter than it needs from its first restart on. */
const EVERY_MS = MINUTE_MS;

export interface JournalWatchOptions {
  readonly register: Pick<Register, 'longestLateWindow'>;
  /** The topics that keep less than a late window of so many milliseconds needs. May reject. */
  findShort(longestLateWindowMs: number): Promise<readonly ShortRetention[]>;
  readonly health: { warn(about: string, why: string): void; unwarn(about: string): void };
  readonly log: Log;
}

/** Looks now and then, until it is stopped, whether the journal keeps all that the definitions need. */
export function watchJournal(options: JournalWatchOptions): { stop(): Promise<void> } {
  // A look at a broker that does not answer can outlast the deadline of a stop, and changes nothing.
  return every({ everyMs: EVERY_MS, awaitsRun: false, work: () => checkJournal(options) });
}

/**
 * Warns where the journal forgets before dedup may: whoever restores its memory then lacks keys, and counts twice what comes
 * late. It is a warning, because the memory of this process is whole. Never rejects.
 */
export async function checkJournal({ register, findShort, health, log }: JournalWatchOptions): Promise<void> {
  try {
    const [short] = await findShort(register.longestLateWindow);
    if (short === undefined) return health.unwarn('journal');
    const [kept, needed] = [short.keptMs / HOUR_MS, short.neededMs / HOUR_MS];
    const why = `${short.topic} keeps ${kept} h, the definitions need ${needed} h; raise it with: heliograph topics apply`;
    health.warn('journal', why);
    log.warn({ topic: short.topic, kept, needed }, `the journal is too short: ${why}`);
  } catch (error) {
    log.warn({ err: error }, 'could not ask how long the journal is kept');
  }
}
