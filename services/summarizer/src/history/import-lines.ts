import type { Rejected } from '@heliograph/postgres/sink';
import type { Observation, Register } from '@heliograph/schema';
import type { SourceKey } from '@heliograph/schema/summaries';
import type { Fate, LatestWriter } from '../latest.ts';
import { HistoryError, readLine } from './read-line.ts';

/** As many as the service takes in at once. */
const BATCH = 2000;

/** What became of the lines. Taken again, a history is `superseded` by itself where its days are not final yet. */
export interface Imported {
  taken: number;
  /** There was one of the same system on the same day that is as new or newer. */
  superseded: number;
  /** Refused: the figures of their days are frozen. */
  final: number;
  /** Of sources whose definition asks for no figures. */
  notSummarised: number;
  /** The first and last day of each source of which something was taken. */
  readonly days: Map<string, { readonly source: SourceKey; from: string; to: string }>;
}

export interface ImportOptions {
  /** JSON, one observation each; best in the order of their days. */
  readonly lines: AsyncIterable<string>;
  readonly register: Register;
  readonly writer: LatestWriter;
  now(): number;
  /** Told after each batch how many lines have been read. */
  progress(lines: number): void;
}

/**
 * Takes a history in, line by line, as the service takes in what it reads from its topic: one system has one vote a day,
 * whatever is imported twice, or had been reported as well. Rejects with a HistoryError at the first bad line, and with the
 * errors of the writer; the batches before it are taken in by then.
 */
export async function importHistory({ lines, register, writer, now, progress }: ImportOptions): Promise<Imported> {
  const imported: Imported = { taken: 0, superseded: 0, final: 0, notSummarised: 0, days: new Map() };
  let position = await writer.position(0);
  let batch: { readonly line: number; readonly observation: Observation }[] = [];
  let line = 0;

  async function flush(): Promise<void> {
    const span = { partition: 0, from: position, next: position + BigInt(batch.length) };
    const entries = batch.map(({ observation }) => observation);
    const { fates, commit } = await writer.write(entries, span);
    await commit();
    position = span.next;
    progress(line);
    for (const [i, { line: at, observation }] of batch.entries()) note(imported, observation, fates[i], at);
    batch = [];
  }

  for await (const text of lines) {
    line += 1;
    const observation = readLine(text, line, register, now());
    const definition = register.find(observation.application, observation.telemetry_type);
    if (definition?.summaries.length === 0) imported.notSummarised += 1;
    else batch.push({ line, observation });
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  return imported;
}

function note(imported: Imported, { day, ...of }: Observation, fate: Fate | Rejected | undefined, line: number): void {
  switch (fate?.kind) {
    case 'taken':
    case 'superseded':
      imported[fate.kind] += 1;
      noteDay(imported, of, day);
      break;
    case 'day_is_final':
      imported.final += 1;
      break;
    case 'rejected':
      throw new HistoryError(`line ${line}: the store refuses it (SQLSTATE ${fate.sqlstate})`);
    case 'erased':
    case undefined:
      throw new Error('the writer returned a fate that no observation has');
    default:
      fate satisfies never;
  }
}

function noteDay({ days }: Imported, { application, telemetry_type, channel }: SourceKey, day: string): void {
  const name = `${application}/${telemetry_type}/${channel}`;
  const known = days.get(name) ?? { source: { application, telemetry_type, channel }, from: day, to: day };
  if (day < known.from) known.from = day;
  if (day > known.to) known.to = day;
  days.set(name, known);
}
