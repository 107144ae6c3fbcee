import { loadDefinitions } from '@heliograph/definitions';
import { type Definition, daysUntil, EXPIRY_WARNING_DAYS, type Register } from '@heliograph/schema';
import { type Command, columns, readArguments, type Terminal, UsageError } from '../../command.ts';
import { check } from './check.ts';
import { folderGiven } from './folder.ts';
import { migrate } from './migrate.ts';
import { create } from './new.ts';
import { preview } from './preview.ts';

const help = `Usage: heliograph definitions list [folder]
       heliograph definitions check [folder] [--against folder|revision] [--on day] [--json]
       heliograph definitions migrate [folder] --against folder|revision [--write]
       heliograph definitions new [folder] [--answers file.yaml]
       heliograph definitions preview <definition.yaml> <sample.json> [--json]

  list      what may be collected, and until when
  check     validates every file, plants personal data in each definition and looks at what comes out, reads the answers of
            the review; exit code 1 where there is an error
  migrate   what has to be written so that InfluxDB takes a change: another name for a field of another type, another
            measurement for other tags, and the former names; writes it into the files with --write
  new       asks the questions of a new definition, on the terminal or from a pipe, and writes it as a draft; replaces nothing
  preview   what of a sample would be kept, changed and removed, and what the public would see; nothing leaves the machine

  --against    the previous version: another folder, or a git revision of the same one; changes that people or readers
               must know of need a new schema_version and a new approval
  --on         as if it were that day, such as 2027-01-31: what will have expired by then
  --answers    the answers in a file, for scripts
  --json       for machines: one JSON document

The folder is HELIOGRAPH_DEFINITIONS_FOLDER unless given; by default the definitions that come with this version.
docs/definitions.md explains every key.`;

const ACTIONS: Readonly<Record<string, Command['run']>> = { list, check, migrate, new: create, preview };

export const definitions: Command = {
  help,
  async run([action = '', ...rest], terminal) {
    const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (run === undefined) throw new UsageError(`definitions takes one of ${Object.keys(ACTIONS).join(', ')}`);
    return run(rest, terminal);
  },
};

async function list(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { positionals } = readArguments(argv, { options: {}, allowPositionals: true });
  const register = await loadDefinitions(folderGiven(positionals, terminal.env));
  for (const line of describeRegister(register, Date.now())) terminal.print(line);
  return 0;
}

/** The register as a text table; `nowMs` decides what has expired. */
export function describeRegister({ definitions }: Pick<Register, 'definitions'>, nowMs: number): string[] {
  const heading = ['application', 'type', 'version', 'status', 'takes data', 'expires', 'fields', 'title'];
  const rows = definitions.map((definition) => {
    const { application, telemetry_type, schema_version, status, fields, title } = definition;
    const days = daysUntil(definition.expires, nowMs);
    const count = String(Object.keys(fields).length);
    const expires =
      days > 0 && days <= EXPIRY_WARNING_DAYS ? `${definition.expires} (${days} d left)` : definition.expires;
    const takes = takesData(status, days > 0);
    return [application, telemetry_type, String(schema_version), status, takes, expires, count, title];
  });
  return columns([heading, ...rows]);
}

function takesData(status: Definition['status'], isInTime: boolean): string {
  if (status !== 'retired' && !isInTime) return 'no: expired';
  switch (status) {
    case 'approved':
      return 'yes';
    case 'draft':
      return 'in development mode';
    case 'retired':
      return 'no: retired';
    default:
      return status satisfies never;
  }
}
