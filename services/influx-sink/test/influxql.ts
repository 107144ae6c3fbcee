import type { InfluxUrls } from '@heliograph/local-stack';

/** Asks in InfluxQL, which 1.x and 2.x both speak; each row by column, times as RFC 3339 text with nanoseconds. */
export async function select(influx: InfluxUrls, query: string): Promise<Record<string, unknown>[]> {
  const { url, token, bucket, api } = influx;
  const address = new URL('/query', url);
  address.search = new URLSearchParams({ db: bucket, q: query }).toString();
  const headers = new Headers();
  if (token !== '')
    headers.set('authorization', api === 'v1' ? `Basic ${Buffer.from(token).toString('base64')}` : `Token ${token}`);
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(`InfluxDB answered ${response.status} to ${query}`);
  const { results } = (await response.json()) as {
    results: { series?: { columns: string[]; values: unknown[][] }[] }[];
  };
  return results
    .flatMap(({ series = [] }) => series)
    .flatMap(({ columns, values }) => values.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i]]))));
}
