import type { DecodeBounds, Refusal } from '@heliograph/ingest';

/** `name`, `{labels}` if there are any, a value, and a time that is not read: the time of receipt is that of the report. */
const SAMPLE = /^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(?<labels>.*)\})?\s+(?<value>[^\s]+)(?:\s+-?\d+)?\s*$/;
const LABEL = /\s*(?<key>[a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"(?<text>(?:[^"\\\n]|\\["\\n])*)"\s*(?:,|$)/y;
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const NUMBER = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|[+-]Inf)$/;

/**
 * Reads the text format of Prometheus. `values` has the number of each metric without labels, `series` the labels and number
 * of each series of all others, and `info` the labels of metrics whose name ends in _info, by the name of the metric. What is
 * no number that JSON has (NaN, +Inf, -Inf) is null.
 */
export function readPrometheus(
  body: Uint8Array,
  { maxRecords }: Pick<DecodeBounds, 'maxRecords'>,
): { readonly value: unknown } | Refusal {
  let text: string;
  try {
    text = UTF8.decode(body);
  } catch {
    return { refused: 'malformed_body' };
  }
  const values = new Map<string, number | null>();
  const series = new Map<string, object[]>();
  const info = new Map<string, object>();
  let count = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    count += 1;
    if (count > maxRecords) return { refused: 'too_many_records' };
    const sample = readSample(line);
    if (sample === undefined) return { refused: 'malformed_body' };
    const { name, labels, value } = sample;
    if (labels === undefined) values.set(name, value);
    else {
      if (name.endsWith('_info')) info.set(name, labels);
      const known = series.get(name);
      if (known === undefined) series.set(name, [{ labels, value }]);
      else known.push({ labels, value });
    }
  }
  if (count === 0) return { refused: 'malformed_body' };
  const [a, b, c] = [values, series, info].map((map) => Object.fromEntries<unknown>(map));
  return { value: { values: a, series: b, info: c } };
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly value: number | null;
}

function readSample(line: string): Sample | undefined {
  const { name, labels, value } = SAMPLE.exec(line)?.groups ?? {};
  if (name === undefined || value === undefined || !NUMBER.test(value)) return undefined;
  const pairs = labels === undefined ? undefined : readLabels(labels);
  if (labels !== undefined && pairs === undefined) return undefined;
  return {
    name,
    labels: pairs === undefined || pairs.length === 0 ? undefined : Object.fromEntries(pairs),
    value: Number.isFinite(Number(value)) ? Number(value) : null,
  };
}

function readLabels(text: string): [string, string][] | undefined {
  const pairs: [string, string][] = [];
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.trimEnd().length) {
    const { key, text: value } = LABEL.exec(text)?.groups ?? {};
    if (key === undefined || value === undefined) return undefined;
    pairs.push([key, value.replaceAll(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped))]);
  }
  return pairs;
}
