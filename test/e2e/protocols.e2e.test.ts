import { eventually } from '@heliograph/testkit';
import { CloudEvent, HTTP } from 'cloudevents';
import { expect, it } from 'vitest';
import { sharedSystem } from './shared-system.ts';

const { gatewayUrl, rows, recordsOf } = sharedSystem();
const send = (path: string, request: RequestInit) => fetch(`${gatewayUrl}${path}`, request);
const STORED = "SELECT payload->>'version' AS version FROM telemetry.observations WHERE application = 'protocols'";

it('stores what comes by other ways once, however often it is sent', async () => {
  const plain = (version: string, key: string) =>
    send('/v1/telemetry/protocols/status?system_id=a-plain-one', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify({ version }),
    });
  const event = (version: string) => {
    const data = { id: 'an-event', version };
    const { headers, body } = HTTP.structured(
      new CloudEvent({ type: 'protocols.status', source: '/e2e', id: version, data }),
    );
    return send('/v1/events', { method: 'POST', headers: headers as Record<string, string>, body: String(body) });
  };
  const form = () =>
    send('/v1/telemetry/protocols/status', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Idempotency-Key': 'form' },
      body: 'id=a-form&version=3.0.0&count=4',
    });
  for (let twice = 0; twice < 2; twice += 1)
    for (const answer of [await plain('1.0.0', 'a'), await plain('1.0.1', 'b'), await event('2.0.0'), await form()])
      expect(answer.status).toBe(202);
  expect((await event('2.0.1')).status).toBe(202);
  const expected = ['1.0.0', '1.0.1', '2.0.0', '2.0.1', '3.0.0'];
  await eventually(async () => (await rows(STORED)).length === expected.length);
  expect((await rows(STORED)).map(({ version }) => version).toSorted()).toEqual(expected);
  // All nine have been taken in, and the last of them has come through: what is not there now was a duplicate.
  expect(await recordsOf('raw', 'protocols')).toHaveLength(9);
});
