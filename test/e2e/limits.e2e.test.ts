import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { aReport, sharedSystem } from './shared-system.ts';

/** Addresses that no other file sends from. */
const [SENDER, CROWD, NEIGHBOUR] = ['192.0.2.61', '192.0.2.62', '192.0.2.63'];
/** Records of a system in an hour, and envelopes in a request, that a gateway takes unless its operator says otherwise. */
const [A_SYSTEM, A_REQUEST] = [60, 500];
const MOST_REQUESTS = 10;

const { post, rows, recordsOf } = sharedSystem();

/** Different reports of one system. */
const reports = (systemId: string, count: number) =>
  Array.from({ length: count }, (_, i) => aReport('limits', systemId, { version: `1.0.${i}` }));

interface Answer {
  readonly results: readonly { readonly status: string; readonly error?: { readonly code: string } }[];
}

it('takes of a system no more than its limit, and all of that is stored', async () => {
  const answer = await post('/v1/telemetry', reports('a-busy-system', A_SYSTEM + 1), SENDER);
  expect(answer.status).toBe(207);
  const { results } = (await answer.json()) as Answer;
  expect(results.filter(({ status }) => status === 'accepted')).toHaveLength(A_SYSTEM);
  expect(results.at(-1)).toMatchObject({ status: 'rejected', error: { code: 'system_rate_limited' } });
  // What a request was answered for is in the log by then, or never will be.
  const keys = (await recordsOf('raw', 'limits')).map(({ key }) => key);
  expect(keys.filter((key) => key === 'a-busy-system')).toHaveLength(A_SYSTEM);
  const stored = "SELECT FROM telemetry.observations WHERE application = 'limits'";
  await eventually(async () => (await rows(stored)).length === A_SYSTEM);
});

it('sends an address away that is over its limit, asks it to come back, and does nothing to others', async () => {
  const many = (i: number) =>
    Array.from({ length: A_REQUEST }, (_, n) => aReport('limits', `number-${n}-of-crowd-${i}`));
  let answer = await post('/v1/telemetry', many(0), CROWD);
  for (let i = 1; i < MOST_REQUESTS && answer.status === 202; i += 1)
    answer = await post('/v1/telemetry', many(i), CROWD);
  expect(answer.status).toBe(429);
  expect(await answer.json()).toMatchObject({ code: 'address_rate_limited' });
  expect((await post('/v1/telemetry', aReport('limits', 'next-door'), NEIGHBOUR)).status).toBe(202);
  await sleep(Number(answer.headers.get('retry-after')) * 1000);
  expect((await post('/v1/telemetry', aReport('limits', 'the-last-of-it'), CROWD)).status).toBe(202);
});
