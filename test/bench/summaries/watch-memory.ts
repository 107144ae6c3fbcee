import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Bench } from '../bench.ts';
import { repeat } from '../freshness/repeat.ts';

const EVERY_MS = 200;

/**
 * Watches what the sessions of PostgreSQL, with the workers of their queries, hold of memory that they do not share, until
 * the part ends. Returns how much it has been at most, in MiB; 0 where the system does not say.
 */
export function watchMemory(bench: Bench, client: pg.Client): () => number {
  let peak = 0;
  repeat(bench, EVERY_MS, async () => {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE backend_type IN ('client backend', 'parallel worker')`,
    );
    const held = await Promise.all(rows.map(({ pid }) => heldKiB(pid)));
    peak = Math.max(peak, held.reduce((sum, kib) => sum + kib, 0) / 1024);
  });
  return () => peak;
}

const ANONYMOUS = /^RssAnon:\s+(\d+) kB$/m;

/** See proc_pid_status(5). */
async function heldKiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(ANONYMOUS.exec(status)?.[1] ?? 0);
}
