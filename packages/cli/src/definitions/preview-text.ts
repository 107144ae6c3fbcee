import { REFUSALS, type Result } from '@heliograph/ingest';
import { DAY_MS, type Definition } from '@heliograph/schema';
import type { PublicFigure, RecordPreview } from './record-preview.ts';
import type { SamplePreview } from './sample-preview.ts';

/** A preview for people to read. */
export function previewLines(definition: Definition, previewed: SamplePreview): string[] {
  const { application, telemetry_type, status, publish, retention, erasure } = definition;
  const subject = `${application}/${telemetry_type} (${status})`;
  if (previewed.refused !== undefined)
    return [`${subject}: the gateway refuses the request, ${previewed.refused}: ${REFUSALS[previewed.refused].detail}`];
  const { reports } = previewed;
  return [
    `${subject}: ${countOf(reports.flatMap(({ records }) => records).length, 'record')}`,
    ...reports.flatMap(({ result, records }, i) => {
      const label = reports.length === 1 ? '' : `Report ${i + 1}, `;
      return result.status === 'rejected'
        ? ['', ...rejectionLines(label, result)]
        : records.flatMap((record, n) => ['', `${label}record ${n + 1}`, ...recordLines(record)]);
    }),
    '',
    `A record is kept for ${spanOf(retention)}. The system id is never published.`,
    erasure.refuse_for === undefined
      ? 'A system that was erased may report again at once, as a new one.'
      : `Of a system that was erased nothing is taken for ${spanOf(erasure.refuse_for)}.`,
    publish.minimum_systems === 1
      ? 'The public sees every value, be it of a single system.'
      : `The public sees a value once more than ${publish.minimum_systems} systems have it; the rest is merged into “other”.`,
    ...(publish.round_to === 1 ? [] : [`Every number of systems is published as a multiple of ${publish.round_to}.`]),
  ];
}

function spanOf(ms: number): string {
  return countOf(Number((ms / DAY_MS).toFixed(2)), 'day');
}

function rejectionLines(label: string, { error }: Extract<Result, { status: 'rejected' }>): string[] {
  const where = error.pointer === '' ? '' : ` at ${error.pointer}`;
  return [`${label}rejected by the gateway: ${error.code}${where}`, `  ${error.detail}`];
}

function countOf(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

function recordLines(preview: RecordPreview): string[] {
  const { refused, channel, kept, changed, removed, public: figures } = preview;
  const show = (value: unknown) => JSON.stringify(value) ?? 'nothing';
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [`  ${title}: nothing`] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
  return [
    refused === undefined ? `  for the ${channel} channel` : `  dropped by the sanitizer: ${refused}`,
    ...section(
      'kept',
      kept.map(({ path, value }) => `${path}  ${show(value)}`),
    ),
    ...section(
      'changed',
      changed.map(({ path, before, after }) => `${path}  ${show(before)} → ${show(after)}`),
    ),
    ...section(
      'removed',
      removed.map(({ path, why }) => `${path}  ${why}`),
    ),
    ...section('counted for the public', figures.map(figureLine)),
  ];
}

function figureLine({ name, kind, counts, levels }: PublicFigure): string {
  if (counts.length === 0) return `${name} (${kind})  does not count it`;
  const shortened = levels.length === 0 ? '' : `, shortened to ${levels.join(' and ')}`;
  const isOfSystems = kind === 'systems' || kind === 'age';
  return isOfSystems ? `${name} (${kind})  one system` : `${name} (${kind})  ${counts.join(', ')}${shortened}`;
}
