/** One value of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/**
 * The samples whose names begin with one of `prefixes`, in their order. Comments and what cannot be read are left out, and so is
 * whatever is no finite number. Source: Prometheus, "Exposition formats", text-based format 0.0.4.
 */
export function readSamples(text: string, prefixes: readonly string[]): Sample[] {
  return text.split('\n').flatMap((line) => {
    if (!prefixes.some((prefix) => line.startsWith(prefix))) return [];
    const [, name, labels = '', number] = LINE.exec(line.trim()) ?? [];
    const value = Number(number);
    return name === undefined || !Number.isFinite(value) ? [] : [{ name, labels: readLabels(labels), value }];
  });
}

function readLabels(text: string): Record<string, string> {
  const labels = [...text.matchAll(LABEL)].map(([, name = '', value = '']): [string, string] => [
    name,
    value.replace(/\\./g, (pair) => ESCAPES[pair] ?? pair),
  ]);
  return Object.fromEntries(labels);
}
