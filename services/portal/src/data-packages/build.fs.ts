import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Channel, PERIODS, type PublishedFigure } from '@heliograph/schema';
import { csvText } from '../api/csv.ts';
import { figureRows } from '../api/figure-rows.ts';
import { figurePages } from '../api/figure-stream.ts';
import type { SummaryStore } from '../stores/summary-store.ts';
import type { Licence, PackageFileName } from './data-packages.ts';
import { checksums, describePackage, type WrittenFile } from './descriptor.ts';
import { daysOf } from './month.ts';
import { writeParquet } from './parquet.hyparquet.ts';

export interface PackageContent {
  readonly summaries: Pick<SummaryStore, 'series' | 'extents'>;
  readonly channel: Channel;
  readonly licence: Licence;
}

/** Writes the files of a month into an empty folder: of the same figures the same bytes, and never more than a page in memory. */
export async function buildPackage(content: PackageContent, month: string, folder: string): Promise<WrittenFile[]> {
  const { channel, licence } = content;
  const at = (name: PackageFileName) => join(folder, name);
  const seen = { created: '', sources: new Set<string>() };

  await pipeline(
    Readable.from(csvText(watched(figuresOf(content, month), seen))),
    createWriteStream(at('figures.csv')),
  );
  await writeParquet(at('figures.parquet'), rowsOf(figuresOf(content, month)));
  const [csv, parquet] = await Promise.all([written(folder, 'figures.csv'), written(folder, 'figures.parquet')]);
  const { created, sources } = seen;
  const described = { month, channel, licence, created, sources: [...sources].toSorted(), csv, parquet };
  await writeFile(at('datapackage.json'), `${JSON.stringify(describePackage(described), undefined, 2)}\n`);
  const descriptor = await written(folder, 'datapackage.json');
  await writeFile(at('checksums.txt'), checksums([descriptor, csv, parquet]));
  return [descriptor, csv, parquet, await written(folder, 'checksums.txt')];
}

/** By source, period, start and name. Sources that are registered no longer are among them: what is final stays. */
async function* figuresOf({ summaries, channel }: PackageContent, month: string): AsyncGenerator<PublishedFigure[]> {
  for (const { application, telemetry_type } of await summaries.extents(channel))
    for (const period of PERIODS)
      yield* figurePages(summaries, { application, telemetry_type, channel, period, ...daysOf(month) });
}

async function* rowsOf(pages: AsyncIterable<readonly PublishedFigure[]>) {
  for await (const figures of pages) yield figures.flatMap(figureRows);
}

async function* watched(pages: AsyncIterable<PublishedFigure[]>, seen: { created: string; sources: Set<string> }) {
  for await (const figures of pages) {
    for (const { application, telemetry_type, computed_at } of figures) {
      seen.sources.add(`${application}/${telemetry_type}`);
      if (computed_at > seen.created) seen.created = computed_at;
    }
    yield figures;
  }
}

async function written(folder: string, name: PackageFileName): Promise<WrittenFile> {
  const path = join(folder, name);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { name, bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
