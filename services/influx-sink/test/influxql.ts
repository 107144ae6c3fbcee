interface Address {
  readonly url: string;
  readonly token: string;
  readonly bucket: string;
  readonly api: 'v1' | 'v2';
}

/** Asks in InfluxQL, which 1.x and 2.x both speak; each row by column, times as RFC 3339 text with nanoseconds. */
export async function select({ url, token, bucket, api }: Address, query: string): Promise<Record<string, unknown>[]> {
  const address = new URL('/query', url);
  address.search = new URLSearchParams({ db: bucket, q: query }).toString();
  const headers = new Headers();
  if (token !== '')
    headers.set('authorization', api === 'v2' ? `Token ${token}` : `Basic ${Buffer.from(token).toString('base64')}`);
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(`InfluxDB answered ${response.status} to ${query}`);
  const { results } = (await response.json()) as {
    results: { series?: { columns: string[]; values: unknown[][] }[] }[];
  };
  return results
    .flatMap(({ series = [] }) => series)
    .flatMap(({ columns, values }) => values.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i]]))));
}
