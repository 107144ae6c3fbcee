import { Counter, Gauge, Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createHealth, type StatusServer, startStatusServer } from '../src/index.ts';

const started: StatusServer[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

async function aServer() {
  const health = createHealth();
  const registry = new Registry();
  const server = await startStatusServer({ host: '127.0.0.1', port: 0, keepAliveTimeoutMs: 65_000 }, health, registry);
  started.push(server);
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  };
  return { health, registry, server, get };
}

describe('status server', () => {
  it('is alive whether ready or not', async () => {
    const { get } = await aServer();
    expect(await get('/livez')).toEqual({ status: 200, type: 'application/json', body: '{"alive":true}' });
  });

  it('answers /readyz with 503 and the parts until all are proven, then 200, then 503 while it drains', async () => {
    const { health, get } = await aServer();
    expect(await get('/readyz')).toMatchObject({ status: 503, body: '{"ready":false,"parts":{}}' });
    health.waiting('store', 'starting');
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: '{"ready":false,"parts":{"store":{"ready":false,"why":"starting"}}}',
    });
    health.proven('store');
    expect(await get('/readyz?verbose')).toEqual({
      status: 200,
      type: 'application/json',
      body: '{"ready":true,"parts":{"store":{"ready":true}}}',
    });
    health.draining();
    expect((await get('/readyz')).status).toBe(503);
  });

  it('serves the metrics of its registry in the text format of Prometheus', async () => {
    const { registry, get } = await aServer();
    new Counter({ name: 'things_total', help: 'Things', registers: [registry] }).inc(3);
    const { status, type, body } = await get('/metrics');
    expect({ status, type }).toEqual({ status: 200, type: registry.contentType });
    expect(body).toContain('\nthings_total 3\n');
  });

  it('says so where metrics cannot be collected, and goes on', async () => {
    const { registry, get } = await aServer();
    const collect = () => {
      throw new Error('secret detail');
    };
    new Gauge({ name: 'broken', help: 'Broken', registers: [registry], collect });
    expect(await get('/metrics')).toMatchObject({ status: 500, body: 'metrics could not be collected' });
    expect((await get('/livez')).status).toBe(200);
  });

  it.each(['/', '/readyz/', '/metrics/../secret'])('has nothing at %s', async (path) => {
    const { get } = await aServer();
    expect((await get(path)).status).toBe(404);
  });

  it('says for how long it keeps a connection', async () => {
    const { server } = await aServer();
    const answer = await fetch(`http://127.0.0.1:${server.port}/livez`);
    expect(answer.headers.get('keep-alive')).toBe('timeout=65');
  });

  it('rejects where the port is taken', async () => {
    const { server } = await aServer();
    const second = startStatusServer(
      { host: '127.0.0.1', port: server.port, keepAliveTimeoutMs: 65_000 },
      createHealth(),
      new Registry(),
    );
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('ends idle connections when it stops', async () => {
    const { server, get } = await aServer();
    await get('/livez');
    started.splice(0);
    await server.stop();
    await expect(get('/livez')).rejects.toThrow('fetch failed');
  });
});
