import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Where a command reads its settings and writes its lines: results to `print`, everything else to `warn`. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  print(line: string): void;
  warn(line: string): void;
}

/** One command of `heliograph`. */
export interface Command {
  /** What `heliograph help <command>` prints. */
  readonly help: string;
  /**
   * `argv` is what follows the command's name. Resolves to the exit code: 0 done, 1 not as it should be. Rejects with a
   * UsageError for arguments that it does not know, with any other error where it could not be done.
   */
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}

/** Thrown for a command line that means nothing; ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Node's parseArgs, strict; throws a UsageError. */
export function readArguments<C extends ParseArgsConfig>(argv: readonly string[], config: C) {
  try {
    return parseArgs({ ...config, args: [...argv], strict: true as const });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads a whole number of at least `min` from an option; throws a UsageError that names the option. */
export function wholeNumber(option: string, text: string, min = 1): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < min)
    throw new UsageError(`--${option} takes a whole number of at least ${min}`);
  return number;
}

/** Rows as text columns, the first row as heading; two spaces between columns. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => {
    const cells = row.map((cell, column) => cell.padEnd(width(column)));
    return cells.join('  ').trimEnd();
  });
}
