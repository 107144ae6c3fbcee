import { StackError } from '@heliograph/local-stack';
import { ArgumentError, HELP, readSettings } from './arguments.ts';
import { PARTS } from './parts.ts';
import { type Output, runParts } from './run.ts';

const output: Output = {
  print: (text) => void process.stdout.write(`${text}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
};
const given = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    output.say('Stopping what was started');
    given.abort();
  });

try {
  const settings = readSettings(process.argv.slice(2));
  if (settings === undefined) output.print(HELP);
  else await runParts(PARTS, settings, given.signal, output);
} catch (error) {
  if (error instanceof ArgumentError || error instanceof StackError) output.say(error.message);
  else if (!given.signal.aborted) throw error;
  process.exitCode = given.signal.aborted ? 130 : 1;
}
