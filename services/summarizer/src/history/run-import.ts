import { loadDefinitions } from '@heliograph/definitions';
import type { Register } from '@heliograph/schema';
import type { z } from 'zod';
import type { Config } from '../config.ts';
import { pauseOthers, resumeOthers } from '../import-lock.postgres.ts';
import { createLatestWriter } from '../latest-writer.postgres.ts';
import { createPools, type Pools } from '../pools.postgres.ts';
import { createStoredDailyWork } from '../publish/daily-work.postgres.ts';
import { tables } from '../tables.postgres.ts';
import { type Imported, importHistory } from './import-lines.ts';
import { addNotice } from './notices.postgres.ts';
import { HistoryError } from './read-line.ts';

/** Where an import stands in its log, which is no topic: the lines of all imports, one after the other. */
const LOG = { consumer: 'backfill', topic: 'stdin' };

const LONGEST_NOTICE = 300;

/** Thrown where an import could not begin, or not come to its end; the message says what holds now. */
export class BackfillError extends Error {
  override readonly name = 'BackfillError';
}

export interface BackfillOptions {
  readonly config: z.infer<typeof Config>;
  readonly lines: AsyncIterable<string>;
  /** What is shown beside the figures of the days that are imported, and where it is `ongoing`, of all days after them. */
  readonly notice?: { readonly text: string; readonly ongoing: boolean } | undefined;
  now(): number;
  progress(what: 'read' | 'published', n: number): void;
}

/**
 * Imports a history and publishes its days, weeks and months, while all summarizers pause. Rejects with a BackfillError, and
 * with the errors of the store; unless nothing has been taken in, they stay paused then until an import comes to its end.
 */
export async function backfill(options: BackfillOptions): Promise<Imported> {
  const { config, notice } = options;
  if (notice !== undefined && (notice.text.length < 1 || notice.text.length > LONGEST_NOTICE))
    throw new BackfillError(`a notice has 1 to ${LONGEST_NOTICE} characters`);
  const register = await loadDefinitions(config.definitionsFolder);
  if (config.summarizerMigrate) await tables.prepare(config.postgresUrl);
  const pools = createPools(config.postgresUrl);
  const session = await pools.writing.connect();
  let lines = 0;
  const progress: BackfillOptions['progress'] = (what, n) => {
    if (what === 'read') lines = n;
    options.progress(what, n);
  };
  try {
    const pause = await pauseOthers(session);
    if (pause === 'refused') throw new BackfillError('somebody else is importing');
    try {
      const imported = await takeIn({ ...options, progress }, register, pools);
      // What has grown a hundredfold is planned as if it were still empty, until the server looks at it by itself.
      await pools.counting.query('ANALYZE summary.latest, summary.days, summary.months, summary.systems');
      await publish({ ...options, progress }, register, pools);
      await pools.counting.query('ANALYZE summary.published');
      await resumeOthers(session);
      return imported;
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      // What is there by now may be half a day. Only who has it all can tell whether to go on.
      const isUntouched = lines === 0 && pause === 'begun';
      if (isUntouched) await resumeOthers(session);
      throw new BackfillError(`${error.message}\n${isUntouched ? 'nothing has been taken in' : unfinished(lines)}`);
    }
  } finally {
    session.release(true);
    await pools.end();
  }
}

const unfinished = (lines: number) =>
  `${lines} lines have been taken in, and the summarizers pause. Run it again with the whole history, mended: nothing counts
twice. Or with none, which publishes what is there.`;

async function takeIn(
  { lines, notice, now, progress }: BackfillOptions,
  register: Register,
  pools: Pools,
): Promise<Imported> {
  const writer = createLatestWriter({ pool: pools.writing, ...LOG });
  const imported = await importHistory({ lines, register, writer, now, progress: (n) => progress('read', n) });
  for (const { source, from, to } of imported.days.values())
    if (notice !== undefined)
      await addNotice(pools.writing, source, { text: notice.text, from, to: notice.ongoing ? null : to });
  return imported;
}

async function publish({ config, progress, now }: BackfillOptions, register: Register, pools: Pools): Promise<void> {
  let published = 0;
  const info = () => {
    published += 1;
    progress('published', published);
  };
  const { summarizerGraceMs: graceMs, summarizerKeepMs: keepMs } = config;
  const log = { info, debug() {}, warn() {}, error() {} };
  const work = createStoredDailyWork({ pools, isImporting: true, register, log, graceMs, keepMs, now });
  await work(new AbortController().signal);
}
