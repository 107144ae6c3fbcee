import { type Command, type Terminal, UsageError } from './command.ts';

interface Entry {
  readonly summary: string;
  /** Loaded when asked for, so that no command pays for the libraries of another. */
  load(): Promise<Command>;
}

/** A command line with its commands. */
export interface Program {
  readonly name: string;
  readonly commands: Readonly<Record<string, Entry>>;
}

/** Runs the command of a program that `argv` names and gives its exit code: 0 done, 1 failed, 2 not understood. */
export async function dispatch(
  { name: program, commands }: Program,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [first = 'help', ...rest] = argv;
  const asksForHelp = first === 'help' || first === '--help' || first === '-h';
  const name = asksForHelp ? rest[0] : first;
  if (name === undefined) return overview({ name: program, commands }, terminal);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    terminal.warn(`${program}: there is no command "${name}"; see ${program} help`);
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
    terminal.warn(`${program} ${name}: ${error.message}`);
    if (!(error instanceof UsageError)) return 1;
    terminal.warn(`See ${program} help ${name}`);
    return 2;
  }
}

/** Errors that JavaScript itself throws are ours: they keep their stack. */
function isBug(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

function overview({ name, commands }: Program, terminal: Terminal): number {
  terminal.print(`Usage: ${name} <command> [options]\n`);
  for (const [command, { summary }] of Object.entries(commands)) terminal.print(`  ${command.padEnd(12)} ${summary}`);
  terminal.print(`\n${name} help <command> tells more.`);
  return 0;
}
