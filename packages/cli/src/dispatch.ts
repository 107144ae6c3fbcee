import { type Command, type Terminal, UsageError } from './command.ts';

interface Entry {
  readonly summary: string;
  /** Loaded when asked for, so that no command pays for the libraries of another. */
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  up: {
    summary: 'start the whole system on this machine',
    load: async () => (await import('./commands/up.ts')).up,
  },
  demo: {
    summary: 'send a synthetic fleet of both sources',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  topics: {
    summary: 'plan, apply or check the topics of the broker',
    load: async () => (await import('./commands/topics.ts')).topics,
  },
  tail: {
    summary: 'print the records of a topic as JSON lines',
    load: async () => (await import('./commands/tail.ts')).tail,
  },
  replay: {
    summary: 'count dead letters, and deliver them again',
    load: async () => (await import('./commands/replay.ts')).replay,
  },
  keys: {
    summary: 'make, list or revoke API keys of sources',
    load: async () => (await import('./commands/keys.ts')).keys,
  },
  definitions: {
    summary: 'list, check, begin or preview what may be collected',
    load: async () => (await import('./commands/definitions.ts')).definitions,
  },
  generate: {
    summary: 'write JSON Schemas, AsyncAPI document and pictures',
    load: async () => (await import('./commands/generate.ts')).generate,
  },
};

/** Runs the command that `argv` names and gives its exit code: 0 done, 1 failed, 2 not understood. */
export async function dispatch(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [first = 'help', ...rest] = argv;
  const asksForHelp = first === 'help' || first === '--help' || first === '-h';
  const name = asksForHelp ? rest[0] : first;
  if (name === undefined) return overview(terminal);
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    terminal.warn(`heliograph: there is no command "${name}"; see heliograph help`);
    return 2;
  }
  const command = await entry.load();
  if (asksForHelp || rest.includes('--help') || rest.includes('-h')) {
    terminal.print(command.help);
    return 0;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    if (!(error instanceof Error) || isBug(error)) throw error;
    terminal.warn(`heliograph ${name}: ${error.message}`);
    if (!(error instanceof UsageError)) return 1;
    terminal.warn(`See heliograph help ${name}`);
    return 2;
  }
}

/** Errors that JavaScript itself throws are ours: they keep their stack. */
function isBug(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

function overview(terminal: Terminal): number {
  terminal.print('Usage: heliograph <command> [options]\n');
  for (const [name, { summary }] of Object.entries(COMMANDS)) terminal.print(`  ${name.padEnd(12)} ${summary}`);
  terminal.print('\nheliograph help <command> tells more.');
  return 0;
}
