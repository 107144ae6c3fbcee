import { problemLine, readDefinitions } from '@heliograph/definitions';
import { z } from 'zod';
import { readArguments, type Terminal, UsageError } from '../../command.ts';
import { type CheckReport, checkDefinitions, type Finding, type PlacedChange } from '../check.ts';
import { folderGiven } from './folder.ts';
import { readPrevious } from './previous.ts';

/** `heliograph definitions check`: exit code 0 where there is no error, 1 where there is one. */
export async function check(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    options: { against: { type: 'string' }, on: { type: 'string' }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const folder = folderGiven(positionals, terminal.env);
  const before = values.against === undefined ? undefined : await readPrevious(folder, values.against);
  const day = dayGiven(values.on) ?? new Date().toISOString().slice(0, 10);
  const report = checkDefinitions(await readDefinitions(folder), day, before);
  const errors = report.findings.filter(({ severity }) => severity === 'error').length;
  for (const line of values.json ? [reportJson(report)] : reportLines(report)) terminal.print(line);
  return errors === 0 ? 0 : 1;
}

function dayGiven(text: string | undefined): string | undefined {
  if (text === undefined || z.iso.date().safeParse(text).success) return text;
  throw new UsageError('--on takes a day such as 2027-01-31');
}

/** For people; places as compilers write them. */
export function reportLines({ definitions, findings, changes }: CheckReport): string[] {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const lines = [...findings].flatMap(({ severity, mend, ...problem }) => [
    problemLine({ ...problem, message: `${severity}: ${problem.message}` }),
    ...(mend === undefined ? [] : [`    ${mend}`]),
  ]);
  const changed = changes.map((change) => problemLine({ ...change, message: `${change.effect}: ${change.message}` }));
  return [
    ...lines,
    ...changed,
    `${counted(definitions, 'definition')} read, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}` +
      (changes.length === 0 ? '' : `, ${counted(changes.length, 'change')}`),
  ];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** For machines: one document. */
export function reportJson({ definitions, findings, changes }: CheckReport): string {
  const flat = ({ place, ...rest }: Finding | PlacedChange) => ({ ...rest, ...place });
  const valid = findings.every(({ severity }) => severity !== 'error');
  return JSON.stringify({ valid, definitions, findings: findings.map(flat), changes: changes.map(flat) });
}
