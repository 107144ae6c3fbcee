import { inputOf, reproducer } from './cases.ts';
import { type Fuzzed, fuzz } from './fuzz.ts';
import { MOST_RESIDENT_BYTES, startFuzzedSystem } from './gateway.ts';
import { fuzzHttp, HTTP, httpInput } from './http.ts';
import { TARGETS } from './targets.ts';

export interface FuzzAllOptions {
  readonly seed: string;
  /** Over all targets. */
  readonly budgetBytes: number;
  /** Names of targets; by default all. */
  readonly only?: readonly string[] | undefined;
  /** That case alone. */
  readonly number?: number;
  readonly env: NodeJS.ProcessEnv;
  print(text: string): void;
}

/** Of all bytes; one over a connection takes a hundred times as long as one in this process. */
const HTTP_SHARE = 0.1;

/** Fuzzes target after target and prints what came of each. True where nothing was found. */
export async function fuzzAll(options: FuzzAllOptions): Promise<boolean> {
  const { seed, budgetBytes, number, print } = options;
  const names = options.only ?? [...TARGETS.map(({ name }) => name), HTTP];
  print(`Fuzzing ${names.join(', ')} with seed ${seed}`);
  const share = (name: string) => {
    if (number !== undefined) return 1;
    if (options.only !== undefined) return budgetBytes / names.length;
    return name === HTTP ? budgetBytes * HTTP_SHARE : (budgetBytes * (1 - HTTP_SHARE)) / TARGETS.length;
  };
  let isClean = true;
  for (const target of names) {
    const from = performance.now();
    const one = { target, seed, budgetBytes: share(target), first: number ?? 0 };
    const fuzzed = target === HTTP ? await overHttp(one, options.env) : await fuzz(one);
    print(describe(target, fuzzed, (performance.now() - from) / 1000));
    for (const { number: failed, why } of fuzzed.failures) {
      isClean = false;
      const found = TARGETS.find(({ name }) => name === target);
      const id = { seed, target, number: failed };
      const input = found === undefined ? httpInput(seed, failed) : inputOf(found, id);
      print(`FAILED: ${target}, case ${failed}: ${why}\n${reproducer(id, input)}`);
    }
  }
  return isClean;
}

async function overHttp(
  { seed, budgetBytes, first }: { seed: string; budgetBytes: number; first: number },
  env: NodeJS.ProcessEnv,
) {
  const gateway = await startFuzzedSystem(env);
  try {
    const fuzzed = await fuzzHttp({ port: gateway.port, seed, budgetBytes, first, isAlive: gateway.isAlive });
    const resident = await gateway.residentBytes();
    if (resident <= MOST_RESIDENT_BYTES) return fuzzed;
    const why = `the gateway has ${resident} bytes of memory; it may have ${MOST_RESIDENT_BYTES}`;
    return { ...fuzzed, failures: [...fuzzed.failures, { number: first + fuzzed.cases - 1, why }] };
  } finally {
    await gateway.stop();
  }
}

function describe(target: string, { cases, bytes, outcomes, failures }: Fuzzed, seconds: number): string {
  const counts = [...outcomes].toSorted(([, a], [, b]) => b - a).map(([what, n]) => `${what} ${n}`);
  const head = `${target}: ${cases} cases, ${bytes} bytes, ${failures.length} failures, ${seconds.toFixed(1)} s`;
  return `${head}\n  ${counts.join(', ')}`;
}
