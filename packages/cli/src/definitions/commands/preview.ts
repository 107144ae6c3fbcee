import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DefinitionError, parseDefinition, problemLine } from '@heliograph/definitions';
import { readArguments, type Terminal, UsageError } from '../../command.ts';
import { previewLines } from '../preview-text.ts';
import { compileSamplePreview, type SamplePreview } from '../sample-preview.ts';

/** Eight times what the gateway takes by default: more is not read to be refused. */
const MAX_SAMPLE_BYTES = 8 * 1024 * 1024;

/** `heliograph definitions preview`: exit code 1 if the sample, a report or a record of it would be refused. */
export async function preview(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file, sample, ...more] = positionals;
  if (file === undefined || sample === undefined || more.length > 0)
    throw new UsageError('preview takes a definition and a sample');
  const parsed = parseDefinition(basename(file), await readFile(file, 'utf8'));
  if ('problems' in parsed) throw new DefinitionError(parsed.problems.map(problemLine));
  const { definition } = parsed;
  const previewed = compileSamplePreview(definition)(await readSample(sample), Date.now());
  const subject = `${definition.application}/${definition.telemetry_type}`;
  const lines = values.json
    ? [JSON.stringify({ definition: subject, status: definition.status, ...previewed })]
    : previewLines(definition, previewed);
  for (const line of lines) terminal.print(line);
  return isTaken(previewed) ? 0 : 1;
}

function isTaken(previewed: SamplePreview): boolean {
  if (previewed.refused !== undefined) return false;
  return previewed.reports.every(
    ({ result, records }) => result.status === 'accepted' && records.every(({ refused }) => refused === undefined),
  );
}

async function readSample(file: string): Promise<Buffer> {
  if ((await stat(file)).size > MAX_SAMPLE_BYTES) throw new Error(`${file} is larger than ${MAX_SAMPLE_BYTES} bytes`);
  const bytes = await readFile(file);
  try {
    // The gateway would not tell where the mistake is.
    JSON.parse(bytes.toString());
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return bytes;
}
