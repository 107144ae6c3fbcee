#!/usr/bin/env node
/**
 * heliograph-import-history [--notice text [--ongoing]]: imports observations, a line of JSON each, from standard input, with
 * the settings of the summarizer. Prints one line of JSON at the end, `taken`, `superseded`, `day_is_final` and
 * `not_summarised` as numbers of observations; progress and errors go to standard error. Exit code 1 if it could not begin or
 * end. What it does to the other processes is in docs/operations.md, "Importing history".
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DefinitionError } from '@heliograph/definitions';
import { ConfigError, commonSettings, loadConfig, port } from '@heliograph/runtime';
import { Config } from './config.ts';
import type { Imported } from './history/import-lines.ts';
import { BackfillError, backfill } from './history/run-import.ts';

const REPORT_EVERY = { read: 20_000, published: 100 };

const { values } = parseArgs({ options: { notice: { type: 'string' }, ongoing: { type: 'boolean', default: false } } });
const Settings = Config.extend({ ...commonSettings, summarizerAdminPort: port.default(0) });

try {
  const imported = await backfill({
    config: loadConfig('summarizer', Settings, process.env),
    lines: lines(),
    notice: values.notice === undefined ? undefined : { text: values.notice, ongoing: values.ongoing },
    now: Date.now,
    progress(what, n) {
      if (n % REPORT_EVERY[what] === 0)
        process.stderr.write(what === 'read' ? `${n} lines read\n` : `${n} periods published\n`);
    },
  });
  process.stdout.write(`${JSON.stringify(countsOf(imported))}\n`);
} catch (error) {
  const isExplained = [BackfillError, ConfigError, DefinitionError].some((known) => error instanceof known);
  if (!isExplained || !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Opened when it is first asked for: an interface that nobody listens to yet would lose what it reads. */
async function* lines(): AsyncGenerator<string> {
  yield* createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
}

function countsOf({ taken, superseded, final, notSummarised }: Imported) {
  return { taken, superseded, day_is_final: final, not_summarised: notSummarised };
}
