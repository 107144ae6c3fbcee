/** An answer of InfluxDB's HTTP API. */
async function askInflux(url: string, path: string, body?: URLSearchParams | object): Promise<unknown> {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(new URL(path, url), {
    ...(body === undefined ? {} : { method: 'POST', body: isForm ? body : JSON.stringify(body) }),
    headers: body === undefined || isForm ? {} : { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`InfluxDB answered ${path} with ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Whether a server of either version answers its health check. */
export async function pingsInflux(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/ping', url), { signal: AbortSignal.timeout(2_000) })).status === 204;
  } catch {
    return false;
  }
}

/**
 * What a server understands: all of 2.x; of 1.8 and later in its line the writes and queries of 2.x, while databases and
 * deletions are a matter of InfluxQL; of older ones InfluxQL alone.
 */
export const INFLUX_APIS = ['v2', 'v1.8', 'v1'] as const;
export type InfluxApi = (typeof INFLUX_APIS)[number];

export interface InfluxUrls {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly bucket: string;
  readonly api: InfluxApi;
}

const ORG = 'heliograph';
const BUCKET = 'telemetry';

/** Makes organisation, bucket and token of a fresh 2.x server; one that has them already is left as it is. */
export async function setUpV2(url: string, token: string): Promise<InfluxUrls> {
  const answer = await askInflux(url, '/api/v2/setup');
  const isFresh = typeof answer === 'object' && answer !== null && 'allowed' in answer && answer.allowed === true;
  const user = { username: 'heliograph', password: token };
  if (isFresh) await askInflux(url, '/api/v2/setup', { ...user, token, org: ORG, bucket: BUCKET });
  return { url, token, org: ORG, bucket: BUCKET, api: 'v2' };
}

/**
 * Makes the database of a 1.x server, unless it is there. Which API the server has it says itself, because the version of
 * one that `go install` has built is unknown: 1.8 brought 2.x's health check together with 2.x's writes and queries.
 */
export async function setUpV1(url: string): Promise<InfluxUrls> {
  await askInflux(url, '/query', new URLSearchParams({ q: `CREATE DATABASE "${BUCKET}"` }));
  const { ok: hasHealthCheck } = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(10_000) });
  return { url, token: '', org: '', bucket: BUCKET, api: hasHealthCheck ? 'v1.8' : 'v1' };
}
