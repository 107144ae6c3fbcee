import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrozenMonth, SummaryStore } from '../stores/summary-store.ts';
import { buildPackage, type PackageContent } from './build.fs.ts';
import type { DataPackages, PackageFile } from './data-packages.ts';
import { daysOf, isOver } from './month.ts';

/** Of some megabytes each. */
const MOST_KEPT = 36;

export interface DataPackagesOptions extends PackageContent {
  readonly summaries: SummaryStore;
  /** Where files may be put for a time; without it where the system has a place for such. */
  readonly temporaryFolder?: string;
  /** Milliseconds. */
  longestLateWindow(): number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Makes each package when it is asked for first, one at a time, and keeps the files of the last few until it is stopped.
 * Whoever has lost them makes the same bytes again.
 */
export function createDataPackages(options: DataPackagesOptions): DataPackages & { stop(): Promise<void> } {
  const { summaries, channel, licence, temporaryFolder = tmpdir(), longestLateWindow, now } = options;
  const packages = new Map<string, Promise<PackageFile[]>>();
  let root: Promise<string> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** Days are published one after another: where none is of later, some of the month may still be to come. */
  async function frozen(): Promise<FrozenMonth[]> {
    const [months, extents] = await Promise.all([summaries.frozenMonths(channel), summaries.extents(channel)]);
    return months
      .filter(({ month }) => isOver(month, longestLateWindow(), now()))
      .filter(({ month }) => extents.some(({ to }) => to > daysOf(month).to));
  }

  async function make(key: string, month: string): Promise<PackageFile[]> {
    root ??= mkdtemp(join(temporaryFolder, 'heliograph-packages-'));
    const folder = join(await root, key);
    try {
      await mkdir(folder);
      const files = await buildPackage(options, month, folder);
      return files.map(({ name, sha256 }) => ({ folder, name, sha256 }));
    } catch (error) {
      packages.delete(key);
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Whoever reads a file at this moment reads it to its end. */
  async function dropOldest(): Promise<void> {
    const [oldest] = packages.keys();
    if (packages.size <= MOST_KEPT || oldest === undefined) return;
    packages.delete(oldest);
    await rm(join(await (root ?? ''), oldest), { recursive: true, force: true });
  }

  return {
    licence,
    async months() {
      return (await frozen()).map(({ month }) => month);
    },
    async file(wanted, name) {
      const found = (await frozen()).find(({ month }) => month === wanted);
      if (found === undefined) return undefined;
      const key = `${found.month}-${found.digest}`;
      let made = packages.get(key);
      if (made === undefined) {
        made = last.then(() => make(key, found.month));
        last = made.then(dropOldest, () => undefined);
        packages.set(key, made);
      }
      return (await made).find((file) => file.name === name);
    },
    async stop() {
      await last;
      if (root !== undefined) await rm(await root, { recursive: true, force: true });
    },
  };
}
