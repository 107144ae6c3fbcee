import { INFLUX_LINES, type InfluxLine, StackError } from '@heliograph/local-stack';

interface Missing {
  readonly line: InfluxLine;
  readonly why: string;
}

export interface Lines {
  readonly atHand: readonly InfluxLine[];
  readonly missing: readonly Missing[];
}

/** Which of the servers this machine has. `check` rejects with a StackError where it has not. */
export async function linesAtHand(check: (line: InfluxLine) => Promise<void>): Promise<Lines> {
  const atHand: InfluxLine[] = [];
  const missing: Missing[] = [];
  for (const line of INFLUX_LINES)
    try {
      await check(line);
      atHand.push(line);
    } catch (error) {
      if (!(error instanceof StackError)) throw error;
      missing.push({ line, why: error.message });
    }
  return { atHand, missing };
}
