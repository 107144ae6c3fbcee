import { afterEach, describe, expect, it } from 'vitest';
import { aKey, SECRET } from './keys.ts';
import { aHost, aPulpReport, aTrentoReport } from './reports.ts';
import { startTestGateway } from './running-gateway.ts';

type Gateway = Awaited<ReturnType<typeof startTestGateway>>;
const gateways: Gateway[] = [];
afterEach(async () => {
  for (const { server } of gateways.splice(0)) await server.stop();
});

async function start(settings: Parameters<typeof startTestGateway>[0] = {}): Promise<Gateway> {
  const gateway = await startTestGateway({ accessKeySecret: SECRET, ...settings });
  gateways.push(gateway);
  return gateway;
}

function give({ keys }: Gateway, given: Parameters<typeof aKey>[0] = {}) {
  const { text, record } = aKey(given);
  keys.put({ key: record.id, value: Buffer.from(JSON.stringify(record)) });
  return { authorization: { Authorization: `Bearer ${text}` }, record };
}

async function codeOf(answer: Response) {
  const { code, status } = (await answer.json()) as { code?: string; status?: number };
  if (answer.status > 299) expect(answer.headers.get('content-type')).toBe('application/problem+json');
  if (answer.status > 299) expect(status).toBe(answer.status);
  return [answer.status, code];
}

const pulp = JSON.stringify(aPulpReport());
const trento = JSON.stringify(aTrentoReport());

describe('a gateway that requires keys', () => {
  it('answers 401 without one, and says what it wants', async () => {
    const gateway = await start({ gatewayAuthMode: 'keys' });
    const answer = await gateway.post(pulp);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="heliograph"');
    expect(await codeOf(answer)).toEqual([401, 'api_key_required']);
    expect(gateway.publisher.published).toEqual([]);
  });

  it('answers 401 to a wrong or expired one, repeats nothing of it, and reads no body for it', async () => {
    const gateway = await start({ gatewayAuthMode: 'keys' });
    const expired = give(gateway, { expires_at: '2020-01-01T00:00:00Z' });
    const wrong = await gateway.post('{', { Authorization: 'Bearer hg_what-a-strange-key' });
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="heliograph", error="invalid_token"');
    const text = await wrong.clone().text();
    expect(text).not.toContain('strange');
    expect(await codeOf(wrong)).toEqual([401, 'invalid_api_key']);
    expect(await codeOf(await gateway.post(pulp, expired.authorization))).toEqual([401, 'api_key_expired']);
  });

  it('takes reports of the holder of a key, until it is revoked', async () => {
    const gateway = await start({ gatewayAuthMode: 'keys' });
    const { authorization, record } = give(gateway);
    expect((await gateway.post(pulp, authorization)).status).toBe(202);
    const revoked = { ...record, revoked_at: new Date().toISOString() };
    gateway.keys.put({ key: record.id, value: Buffer.from(JSON.stringify(revoked)) });
    expect(await codeOf(await gateway.post(pulp, authorization))).toEqual([401, 'invalid_api_key']);
  });

  it('takes two keys of one application at once', async () => {
    const gateway = await start({ gatewayAuthMode: 'keys' });
    for (const { authorization } of [give(gateway), give(gateway)])
      expect((await gateway.post(pulp, authorization)).status).toBe(202);
  });
});

describe('a key of another application', () => {
  it('is answered with 403 in either mode, whatever else is in the body, and nothing is stored', async () => {
    for (const gatewayAuthMode of ['open', 'keys'] as const) {
      const gateway = await start({ gatewayAuthMode });
      const { authorization } = give(gateway, { application: 'pulp' });
      for (const body of [trento, `[${pulp},${trento}]`, '{"application":"nobody"}'])
        expect(await codeOf(await gateway.post(body, authorization))).toEqual([403, 'application_mismatch']);
      expect(gateway.publisher.published).toEqual([]);
    }
  });
});

describe('erasures and exports', () => {
  const body = JSON.stringify({ application: 'pulp', system_id: 'a-system' });
  const ask = ({ url }: Gateway, what: string, headers: Record<string, string> = {}) =>
    fetch(new URL(what, url), { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });

  it.each(['/v1/erasures', '/v1/exports'])(
    'want a key where the operator says so, whatever reports want: %s',
    async (what) => {
      const strict = await start({ gatewayPrivacyRequestAuth: 'keys' });
      expect(await codeOf(await ask(strict, what))).toEqual([401, 'api_key_required']);
      expect((await ask(strict, what, give(strict).authorization)).status).toBe(202);
      const others = give(strict, { application: 'trento' });
      expect(await codeOf(await ask(strict, what, others.authorization))).toEqual([403, 'application_mismatch']);
      expect((await strict.post(pulp)).status).toBe(202);
      const open = await start({ gatewayAuthMode: 'keys' });
      expect((await ask(open, what)).status).toBe(202);
    },
  );

  it('have a limit of their own', async () => {
    const gateway = await start({ gatewayRateLimitPrivacyRequests: 2 });
    for (const what of ['/v1/erasures', '/v1/exports']) expect((await ask(gateway, what)).status).toBe(202);
    expect(await codeOf(await ask(gateway, '/v1/erasures'))).toEqual([429, 'privacy_requests_rate_limited']);
    expect((await gateway.post(pulp)).status).toBe(202);
  });
});

describe('what is answered with 503', () => {
  const body = JSON.stringify({ application: 'pulp', system_id: 'a-system' });
  const LIMITED = {
    gatewayRateLimitPerAddress: 1,
    gatewayRateLimitPerKey: 1,
    gatewayRateLimitPerApplication: 1,
    gatewayRateLimitPerSystem: 1,
    gatewayRateLimitPrivacyRequests: 1,
  };

  it.each(['timed_out', 'unavailable', 'overloaded'] as const)('costs nothing: %s', async (failure) => {
    const gateway = await start(LIMITED);
    const erase = () =>
      fetch(new URL('/v1/erasures', gateway.url), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
    const { authorization } = give(gateway);
    gateway.publisher.failWith(failure);
    for (let i = 0; i < 12; i += 1)
      for (const answer of [await gateway.post(pulp), await gateway.post(pulp, authorization), await erase()])
        expect(answer.status).toBe(503);
    gateway.publisher.failWith(undefined);
    expect((await erase()).status).toBe(202);
    expect((await gateway.post(pulp)).status).toBe(202);
  });

  it('costs nothing if it is refused before its body is read', async () => {
    const gateway = await start(LIMITED);
    gateway.publisher.refuseWith('unavailable');
    for (let i = 0; i < 12; i += 1) expect((await gateway.post(pulp)).status).toBe(503);
    gateway.publisher.refuseWith(undefined);
    expect((await gateway.post(pulp)).status).toBe(202);
  });
});

describe('over a limit', () => {
  it('a large request that is refused does not use up the tokens of its address', async () => {
    const gateway = await start({
      gatewayRateLimitPerAddress: 100,
      gatewayRateLimitPerApplication: 1,
      gatewayRateLimitPerKey: 0,
    });
    const payload = Array.from({ length: 3000 }, (_, i) => aHost({ agent_id: `host-${i}` }));
    const hosts = JSON.stringify(aTrentoReport({ payload }));
    const { authorization } = give(gateway, { application: 'trento' });
    expect((await gateway.post(hosts, authorization)).status).toBe(202);
    for (let i = 0; i < 3; i += 1)
      expect(await codeOf(await gateway.post(hosts))).toEqual([429, 'application_rate_limited']);
    // Once would have been enough: 1,000 tokens are what an address has.
    expect((await gateway.post(pulp)).status).toBe(202);
  });

  it('an address has to wait, and another one behind the same proxy has not', async () => {
    const gateway = await start({ gatewayRateLimitPerAddress: 1, gatewayTrustedProxies: '127.0.0.0/8' });
    const from = (address: string) => gateway.post(pulp, { 'X-Forwarded-For': address });
    for (let i = 0; i < 10; i += 1) expect((await from('192.0.2.1')).status).toBe(202);
    const refused = await from('192.0.2.1');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(2);
    expect(await refused.clone().text()).not.toContain('192.0.2.1');
    expect(await codeOf(refused)).toEqual([429, 'address_rate_limited']);
    expect((await from('192.0.2.2')).status).toBe(202);
    expect(await gateway.runtime.registry.metrics()).toContain(
      'heliograph_refused_requests_total{code="address_rate_limited"} 1',
    );
  });

  it('whoever has no good key is refused by his address before he is told so', async () => {
    const gateway = await start({ gatewayAuthMode: 'keys', gatewayRateLimitPerAddress: 1 });
    for (let i = 0; i < 10; i += 1) expect((await gateway.post(pulp)).status).toBe(401);
    expect(await codeOf(await gateway.post(pulp))).toEqual([429, 'address_rate_limited']);
    expect((await gateway.post(pulp, give(gateway).authorization)).status).toBe(202);
  });

  it('a key has to wait, and another key of its application has not', async () => {
    const gateway = await start({ gatewayAuthMode: 'keys', gatewayRateLimitPerKey: 1 });
    const [one, two] = [give(gateway), give(gateway)];
    for (let i = 0; i < 10; i += 1) expect((await gateway.post(pulp, one.authorization)).status).toBe(202);
    expect(await codeOf(await gateway.post(pulp, one.authorization))).toEqual([429, 'api_key_rate_limited']);
    expect((await gateway.post(pulp, two.authorization)).status).toBe(202);
  });

  it('an application has to wait, and another has not', async () => {
    const gateway = await start({ gatewayRateLimitPerApplication: 1 });
    for (let i = 0; i < 10; i += 1) expect((await gateway.post(pulp)).status).toBe(202);
    expect(await codeOf(await gateway.post(pulp))).toEqual([429, 'application_rate_limited']);
    expect((await gateway.post(trento)).status).toBe(202);
    expect(gateway.publisher.published).toHaveLength(11);
  });

  it('a system loses its envelope, and the others of the request are accepted', async () => {
    const gateway = await start({ gatewayRateLimitPerSystem: 2 });
    const other = JSON.stringify(aPulpReport({ payload: { system_id: 'another', version: '3.21.0' } }));
    for (let i = 0; i < 2; i += 1) expect((await gateway.post(pulp)).status).toBe(202);
    const mixed = await gateway.post(`[${other},${pulp}]`);
    expect([mixed.status, await mixed.json()]).toMatchObject([
      207,
      {
        results: [
          { status: 'accepted' },
          { status: 'rejected', error: { code: 'system_rate_limited', pointer: '/1' } },
        ],
      },
    ]);
    const alone = await gateway.post(pulp);
    expect(Number(alone.headers.get('retry-after'))).toBeGreaterThan(1790);
    expect([alone.status, await alone.json()]).toMatchObject([
      429,
      { code: 'systems_rate_limited', results: [{ error: { code: 'system_rate_limited', pointer: '' } }] },
    ]);
    expect(gateway.publisher.published).toHaveLength(3);
  });
});
