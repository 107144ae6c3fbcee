import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from './arguments.ts';
import type { Bench, Measured, Part } from './bench.ts';
import { conditions, currentLoad } from './conditions.ts';
import { render, renderConditions } from './render.ts';

export interface Output {
  /** What was measured. */
  print(text: string): void;
  /** What is going on. */
  say(line: string): void;
}

/** Runs the chosen parts one after the other. Rejects with the first failure, when all that was started is stopped. */
export async function runParts(
  parts: readonly Part[],
  settings: Settings,
  signal: AbortSignal,
  { print, say }: Output,
): Promise<void> {
  const found = conditions();
  print(renderConditions(found));
  const results: (Measured & { readonly part: string; readonly load: readonly number[] })[] = [];
  for (const part of parts.filter(({ name }) => settings.parts.includes(name))) {
    say(`${part.title} …`);
    const before = currentLoad();
    const measured = await runPart(part, settings, signal, say);
    const load = [before, currentLoad()];
    results.push({ part: part.name, load, ...measured });
    print(`\n${render(part.title, measured)}\n\nLoad average before and after: ${load.join(', ')}.`);
    if (settings.json !== undefined) await writeJson(settings.json, { conditions: found, settings, results });
  }
}

async function runPart(part: Part, settings: Settings, signal: AbortSignal, say: Output['say']): Promise<Measured> {
  const stops: (() => Promise<unknown>)[] = [];
  const bench: Bench = {
    settings,
    signal,
    say: (line) => say(`  ${line}`),
    wait: (ms) => sleep(ms, undefined, { signal }),
    onEnd: (stop) => void stops.push(stop),
  };
  try {
    return await part.run(bench);
  } finally {
    for (const stop of stops.reverse()) await stop().catch((error) => say(`  while stopping: ${error}`));
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
