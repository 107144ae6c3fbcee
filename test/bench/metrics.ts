/** What a service reports of itself at one moment. */
export interface Metrics {
  /** The sum of all series of a metric that have these labels; 0 where there is none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

/** Reads /metrics of an admin port. Rejects where nobody answers. */
export async function readMetrics(admin: string): Promise<Metrics> {
  const response = await fetch(`${admin}/metrics`, { signal: AbortSignal.timeout(10_000) });
  return parseMetrics(await response.text());
}

const SERIES = /^(\w+)(?:\{(.*)\})? (\S+)$/;

/** Reads Prometheus's text format. */
export function parseMetrics(text: string): Metrics {
  const series = text
    .split('\n')
    .map((line) => SERIES.exec(line))
    .filter((match) => match !== null)
    .map(([, name, labels = '', value]) => ({ name, labels, value: Number(value) }));
  return {
    sum(name, labels = {}) {
      const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
      return series
        .filter((one) => one.name === name && wanted.every((label) => one.labels.includes(label)))
        .reduce((sum, { value }) => sum + value, 0);
    },
  };
}
