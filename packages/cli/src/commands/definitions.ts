import type { Register } from '@heliograph/schema';
import { definitionsSettings, loadConfig, loadDefinitions } from '@heliograph/service-kit';
import { z } from 'zod';
import { type Command, columns, readArguments, UsageError } from '../command.ts';

const help = `Usage: heliograph definitions list|check [folder]

  list    what may be collected, and until when
  check   exit code 1 unless every file of the folder is a valid definition

The folder is HELIOGRAPH_DEFINITIONS_FOLDER unless given; by default the definitions that come with this version.`;

export const definitions: Command = {
  help,
  async run(argv, terminal) {
    const { positionals } = readArguments(argv, { options: {}, allowPositionals: true });
    const [action, given, ...more] = positionals;
    if ((action !== 'list' && action !== 'check') || more.length > 0)
      throw new UsageError('definitions takes one of list, check, and a folder');
    const folder = given ?? loadConfig('cli', z.object(definitionsSettings), terminal.env).definitionsFolder;
    const register = await loadDefinitions(folder);
    switch (action) {
      case 'list':
        for (const line of describeRegister(register, Date.now())) terminal.print(line);
        return 0;
      case 'check':
        terminal.print(`${register.definitions.length} definitions are valid`);
        return 0;
    }
  },
};

/** The register as a text table; `nowMs` decides what has expired. */
export function describeRegister(register: Register, nowMs: number): string[] {
  const heading = ['application', 'type', 'version', 'takes data', 'expires', 'fields', 'title'];
  const rows = register.definitions.map((definition) => {
    const { application, telemetry_type, schema_version, expires, fields, title } = definition;
    const route = register.route(application, telemetry_type, nowMs);
    const takesData = 'refused' in route ? `no: ${route.refused}` : 'yes';
    const count = String(Object.keys(fields).length);
    return [application, telemetry_type, String(schema_version), takesData, expires, count, title];
  });
  return columns([heading, ...rows]);
}
