import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.server.stop());

const anEvent = () =>
  new CloudEvent({
    type: 'org.example.status',
    source: '/eu/one',
    subject: 'Größe "x" 100%',
    data: { id: 'a', version: '1.2.3' },
  });

describe('the CloudEvents SDK of JavaScript', () => {
  it.each([Mode.BINARY, Mode.STRUCTURED])('sends events, and what it sends twice is one report: %s', async (mode) => {
    const emit = emitterFor(httpTransport(`${gateway.origin}/v1/events`), { mode });
    const event = anEvent();
    await emit(event);
    await emit(event);
    await emit(anEvent());
    expect(gateway.raw()).toMatchObject(
      Array(3).fill({ application: 'example', system_id: 'a', payload: { version: '1.2.3' } }),
    );
    expect(new Set(gateway.raw().map(({ id }) => id)).size).toBe(2);
  });

  it('means the same event in both modes', async () => {
    const event = anEvent();
    for (const message of [HTTP.binary(event), HTTP.structured(event)])
      await fetch(`${gateway.origin}/v1/events`, {
        method: 'POST',
        headers: Object.fromEntries(
          Object.entries(message.headers).map(([name, value]) => [name, Buffer.from(String(value)).toString('latin1')]),
        ),
        body: typeof message.body === 'string' ? message.body : JSON.stringify(message.body),
      });
    expect(gateway.raw()).toHaveLength(2);
    expect(new Set(gateway.raw().map(({ id }) => id)).size).toBe(1);
  });
});
