import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { Subject } from './expectation.ts';
import { startWorkload } from './run.ts';

/** Sends a workload to a gateway that takes its time for erasures; gives the bodies that it was sent and when (ms). */
async function sent(erasureStatus: number) {
  const requests: { path: string; body: string; atMs: number; answeredMs: number }[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const [atMs, body, path] = [performance.now(), await text(request), request.url ?? ''];
    if (path === '/v1/erasures') await sleep(20);
    requests.push({ path, body, atMs, answeredMs: performance.now() });
    const status = path === '/v1/erasures' ? erasureStatus : 202;
    response.writeHead(status).end(JSON.stringify({ id: randomUUID(), request: 'erasure', status: 'accepted' }));
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => response.destroy(error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gateways = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`];
  const run = await startWorkload({ gateways, systemKeySecret: 'x'.repeat(32), seed: 'order', records: 1200 });
  await run.finished;
  server.close();
  return { requests, plan: run.ledger.workload.requests };
}

const subjectOf = ({ application, telemetryType, systemId }: Subject) =>
  JSON.stringify({ application, telemetry_type: telemetryType, system_id: systemId });

describe('an endless load', () => {
  it('falls instead of running out, and ends at once when it is stopped', async () => {
    const gateways = ['http://127.0.0.1:9'];
    const options = { gateways, systemKeySecret: 'x'.repeat(32), seed: 'endless', records: 300, giveUpMs: 0 };
    const run = await startWorkload({ ...options, rate: 100_000, endless: true });
    let isRunning = true;
    const finished = run.finished.then(() => {
      isRunning = false;
    });
    await eventually(async () => run.progress().begun > 2);
    const { begun, requests } = run.progress();
    expect([isRunning, begun < requests]).toEqual([true, true]);
    run.stop();
    await finished;
    expect(run.progress().begun - begun).toBeLessThan(9);
  });
});

describe('a workload on its way', () => {
  it('sends erasures where they belong, and what follows one only once it has been answered', async () => {
    const { requests, plan } = await sent(202);
    const erasures = plan.flatMap(({ erases }) => (erases === undefined ? [] : [subjectOf(erases)]));
    const found = requests.filter(({ path }) => path === '/v1/erasures').map(({ body }) => body);
    expect(erasures.length).toBeGreaterThan(3);
    expect(found.toSorted()).toEqual(erasures.toSorted());
    const following = plan.filter(({ after }) => after !== undefined);
    expect(following.length).toBeGreaterThan(2);
    for (const { after = -1, body } of following) {
      const erasure = requests.find((one) => one.body === plan[after]?.body);
      const follower = requests.findLast((one) => one.body === body);
      expect(follower?.atMs).toBeGreaterThan(erasure?.answeredMs ?? Number.POSITIVE_INFINITY);
    }
  });

  it('does not send what follows an erasure that was not accepted', async () => {
    const { requests, plan } = await sent(500);
    expect(requests).toHaveLength(plan.filter(({ after }) => after === undefined).length);
  });
});
