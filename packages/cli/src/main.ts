#!/usr/bin/env node
import { dispatch } from './dispatch.ts';
import { heliograph } from './program.ts';

process.exitCode = await dispatch(heliograph, process.argv.slice(2), {
  env: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
});
