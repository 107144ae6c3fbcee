import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DefinitionError, parseDefinition, problemLine } from '@heliograph/service-kit';
import { readArguments, type Terminal, UsageError } from '../command.ts';
import { compilePreview, recordsOf } from '../definitions-preview.ts';
import { previewLines } from '../definitions-preview-text.ts';

/** The gateway takes a mebibyte; more of a sample is no sample. */
const MAX_SAMPLE_BYTES = 8 * 1024 * 1024;

/** `heliograph definitions preview`: exit code 1 where a record of the sample would be refused. */
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
  const previews = recordsOf(definition, await readSample(sample)).map(compilePreview(definition));
  const subject = `${definition.application}/${definition.telemetry_type}`;
  const lines = values.json
    ? [JSON.stringify({ definition: subject, status: definition.status, records: previews })]
    : previewLines(definition, previews);
  for (const line of lines) terminal.print(line);
  return previews.some(({ refused }) => refused !== undefined) ? 1 : 0;
}

async function readSample(file: string): Promise<unknown> {
  if ((await stat(file)).size > MAX_SAMPLE_BYTES) throw new Error(`${file} is larger than ${MAX_SAMPLE_BYTES} bytes`);
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
