import { dispatch } from '@heliograph/cli';
import { development } from './program.ts';

process.exitCode = await dispatch(development, process.argv.slice(2), {
  env: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
});
