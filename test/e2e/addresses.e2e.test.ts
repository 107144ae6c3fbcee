import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { TOPIC_IDS } from '@heliograph/schema';
import { readTopic } from '@heliograph/stream';
import { eventually } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { everyPoint } from './influx.ts';
import { aReport, sharedSystem } from './shared-system.ts';

/** Where the senders are: behind a proxy that is trusted (127.0.0.1), and at an address of their own. */
const BEHIND_PROXY = ['203.0.113.77', '2001:db8:5eed:cafe::77'];
const DIRECT = '127.0.0.77';
const AGENT = 'an-agent-that-nobody-shall-know/7.7';
/** What must be found nowhere. Of an IPv6 address also the network that limits are counted by. */
const TRACES = [...BEHIND_PROXY, '2001:db8:5eed:cafe', DIRECT, AGENT];
/** What must be found everywhere, or the search is blind: a version that only this test reports. */
const CANARY = '3.21.77';
/** Envelopes that a request may hold. Twice as many records are what an address may send at once. */
const MOST_ENVELOPES = 500;
const MOST_REQUESTS = 10;

const { gatewayUrl, variables, dataDir, folders, influx, kafka, rows } = sharedSystem();

const report = (systemId: string, given: { time?: string } = {}) =>
  JSON.stringify(aReport('addresses', systemId, { version: CANARY, ...given }));

interface Sending {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** The address to send from. */
  readonly from?: string;
}

function post(body: string, { path = '/v1/telemetry', headers = {}, from = '127.0.0.1' }: Sending): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, gatewayUrl);
    const all = { 'Content-Type': 'application/json', 'User-Agent': AGENT, ...headers };
    const sent = request(url, { method: 'POST', headers: all, localAddress: from }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Everything that a sender can do, and what he is answered. */
async function sendEverything(sending: Sending, name: string): Promise<number[]> {
  const owner = JSON.stringify({ application: 'addresses', system_id: `${name}-erased` });
  const statuses = [
    await post(report(`${name}-kept`), sending),
    await post(report(`${name}-erased`), sending),
    await post(owner, { ...sending, path: '/v1/exports' }),
    await post(owner, { ...sending, path: '/v1/erasures' }),
    await post(report(`${name}-late`, { time: 'noon' }), sending),
    await post('{', sending),
    await post(report(`${name}-wrong`), {
      ...sending,
      headers: { ...sending.headers, Authorization: 'Bearer hg_no-such-key' },
    }),
    await post('{}', { ...sending, path: '/nowhere' }),
  ];
  for (let i = 0; i < MOST_REQUESTS && statuses.at(-1) !== 429; i += 1) {
    const many = Array.from({ length: MOST_ENVELOPES }, (_, n) => report(`${name}-${i}-${n}`));
    statuses.push(await post(`[${many}]`, sending));
  }
  return statuses;
}

/** What is not HTTP is answered before anybody asks for an address; the connection breaks in the middle of another. */
async function sendNonsense(): Promise<void> {
  for (const text of ['GIVE ME\r\n\r\n', 'POST /v1/telemetry HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{']) {
    const socket = connect({ port: Number(new URL(gatewayUrl).port), host: '127.0.0.1', localAddress: DIRECT });
    socket.on('error', () => {});
    await new Promise((resolve) => socket.write(text, resolve));
    setTimeout(() => socket.resetAndDestroy(), 100);
    await eventually(async () => socket.closed);
  }
}

async function topics(): Promise<string> {
  const all = [];
  for (const id of TOPIC_IDS) all.push(...(await readTopic(kafka, id)));
  return all.map(({ key, headers, value }) => `${key} ${JSON.stringify(headers)} ${value}`).join('\n');
}

async function tables(): Promise<string> {
  const names = await rows<{ name: string }>(`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`);
  const texts: string[] = [];
  for (const { name } of names) {
    const found = await rows<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM ${name} t`);
    texts.push(name, ...found.map(({ text }) => text));
  }
  return texts.join('\n');
}

async function logs(): Promise<string> {
  const folder = join(dataDir, 'logs');
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('\n');
}

/** Kafka's, many and large: offsets and times, and nothing else. */
const OFFSETS_ONLY = /\.(?:time)?index$/;

/** The files below a folder in which any of the texts stands, whatever they are: segments, heaps, write-ahead logs. */
async function filesWith(texts: readonly string[], folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile() && !OFFSETS_ONLY.test(one.name))) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (texts.some((text) => bytes.includes(text))) found.push(path);
  }
  return found;
}

const tracesIn = (text: string) => TRACES.filter((trace) => text.includes(trace));

describe('the address and the program of a sender', () => {
  it('are used to limit him', async () => {
    const proxied = BEHIND_PROXY.map((address, i) => ({
      name: `proxied-${i}`,
      sending: { headers: { 'X-Forwarded-For': `198.51.100.1, ${address}` } },
    }));
    for (const { name, sending } of [...proxied, { name: 'direct', sending: { from: DIRECT } }]) {
      const statuses = await sendEverything(sending, name);
      expect(statuses.slice(0, 7)).toEqual([202, 202, 202, 202, 422, 400, 401]);
      expect(statuses).toContain(404);
      expect(statuses.at(-1)).toBe(429);
    }
    await sendNonsense();
  });

  it('are in no topic, table, point, log or metric', async () => {
    const points = () => everyPoint(influx);
    for (const store of [topics, tables, points])
      await eventually(async () => (await store()).split(CANARY).length > 3);
    await eventually(async () => /erasure/.test(await tables()));
    expect(tracesIn(await topics())).toEqual([]);
    expect(tracesIn(await tables())).toEqual([]);
    expect(tracesIn(await points())).toEqual([]);
    const written = await logs();
    expect(written).toContain('taking reports');
    expect(tracesIn(written)).toEqual([]);
    const metrics = await fetch(`http://127.0.0.1:${variables.HELIOGRAPH_GATEWAY_ADMIN_PORT}/metrics`);
    const text = await metrics.text();
    expect(text).toContain('address_rate_limited');
    expect(tracesIn(text)).toEqual([]);
  });

  it('are in no file below the folders in which everything is kept', async () => {
    expect(await filesWith(['taking reports'], dataDir)).not.toEqual([]);
    for (const folder of folders) expect(await filesWith(TRACES, folder)).toEqual([]);
  });
});
