import { styleText } from 'node:util';
import type { Terminal } from '@heliograph/cli';
import { DATA_FOLDER } from '../checkout.ts';
import { guide } from './guide.ts';
import { type System, startSystem } from './system.ts';

/** One Ctrl-C may arrive twice, from the terminal and through npm; the next one of a person takes longer. */
const SAME_SIGNAL_MS = 700;

/**
 * Runs the whole system until Ctrl-C or SIGTERM, then stops it in order; a second Ctrl-C no longer lets the services finish,
 * which costs nothing but work to be done again. Resolves to the exit code; rejects where the system cannot be started.
 */
export async function up(terminal: Terminal, dataDir = DATA_FOLDER): Promise<number> {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const say = (line: string) => terminal.print(`${styleText('dim', `${seconds().padStart(5)} s`)}  ${line}`);
  const asked = onStopSignals();
  try {
    let system: System;
    try {
      system = await startSystem({ dataDir, env: terminal.env, say, signal: asked.first });
    } catch (error) {
      if (!asked.first.aborted) throw error;
      say('Stopped');
      return 0;
    }
    terminal.print('');
    terminal.print(styleText('bold', `Heliograph is ready after ${seconds()} s`));
    terminal.print('');
    for (const line of guide(system, dataDir, process.cwd())) terminal.print(line);

    await aborted(asked.first);
    say('Stopping; Ctrl-C again does not wait for the services');
    // Its failure is the same as that of the stop below, which reports it.
    asked.second.addEventListener('abort', () => void system.stop().catch(() => undefined));
    await system.stop();
    say('Stopped');
    return 0;
  } finally {
    asked.ignore();
  }
}

function onStopSignals() {
  const [first, second] = [new AbortController(), new AbortController()];
  let firstAt = 0;
  const listener = () => {
    if (!first.signal.aborted) {
      firstAt = performance.now();
      first.abort();
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      second.abort();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  const ignore = () => {
    for (const signal of signals) process.off(signal, listener);
  };
  return { first: first.signal, second: second.signal, ignore };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
