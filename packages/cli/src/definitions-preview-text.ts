import type { Definition } from '@heliograph/schema';
import type { PublicFigure, RecordPreview } from './definitions-preview.ts';

/** A preview for people to read. */
export function previewLines(definition: Definition, previews: readonly RecordPreview[]): string[] {
  const { application, telemetry_type, status, publish, retention, erasure } = definition;
  return [
    `${application}/${telemetry_type} (${status}): ${previews.length} ${previews.length === 1 ? 'record' : 'records'}`,
    ...previews.flatMap((preview, i) => ['', `Record ${i + 1}`, ...recordLines(preview)]),
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
  const days = Number((ms / 86_400_000).toFixed(2));
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

function recordLines(preview: RecordPreview): string[] {
  const { refused, channel, kept, changed, removed, public: figures } = preview;
  const show = (value: unknown) => JSON.stringify(value) ?? 'nothing';
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [`  ${title}: nothing`] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
  return [
    refused === undefined ? `  for the ${channel} channel` : `  refused as a whole: ${refused}`,
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
