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

export interface InfluxUrls {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly bucket: string;
  readonly api: 'v2' | 'v1';
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

/** Makes the database of a 1.x server, unless it is there. */
export async function setUpV1(url: string): Promise<InfluxUrls> {
  await askInflux(url, '/query', new URLSearchParams({ q: `CREATE DATABASE "${BUCKET}"` }));
  return { url, token: '', org: '', bucket: BUCKET, api: 'v1' };
}
