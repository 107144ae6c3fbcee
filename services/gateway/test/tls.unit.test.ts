import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { eventually, testRuntime } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer } from '../src/http/server.ts';
import { startTls } from '../src/http/tls.ts';
import { aPulpReport } from './reports.ts';
import { startTestGateway } from './running-gateway.ts';
import { type SelfSigned, selfSigned } from './self-signed.ts';

let folder: string;
let files: { gatewayTlsCertificate: string; gatewayTlsKey: string };
const ends: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-tls-'));
  files = { gatewayTlsCertificate: join(folder, 'tls.crt'), gatewayTlsKey: join(folder, 'tls.key') };
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await rm(folder, { recursive: true });
});

async function write({ certificate, key }: SelfSigned): Promise<void> {
  await writeFile(files.gatewayTlsCertificate, certificate);
  await writeFile(files.gatewayTlsKey, key);
}

/** The common name of whoever answers on a new connection, and the protocol that was agreed upon. */
function greet(port: number, versions: { maxVersion?: 'TLSv1.1' | 'TLSv1.2' } = {}): Promise<[string, string | null]> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...versions }, () => {
      const { subject }: PeerCertificate = socket.getPeerCertificate();
      resolve([String(subject.CN), socket.getProtocol()]);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

/** The status that a report over HTTPS is answered with, where exactly this certificate is believed. */
function post(port: number, { certificate }: SelfSigned): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const options = { port, host: '127.0.0.1', method: 'POST', path: '/v1/telemetry', headers, agent: false as const };
    const sent = request({ ...options, ca: certificate, checkServerIdentity: () => undefined }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(aPulpReport()));
  });
}

describe('a gateway with a certificate', () => {
  it('takes reports over TLS 1.2 and 1.3, and not over what is older', async () => {
    const pair = selfSigned('gateway.example.org', 10);
    await write(pair);
    const { server, runtime } = await startTestGateway(files);
    ends.push(() => server.stop());
    expect(await post(server.port, pair)).toBe(202);
    expect(await greet(server.port)).toEqual(['gateway.example.org', 'TLSv1.3']);
    expect(await greet(server.port, { maxVersion: 'TLSv1.2' })).toEqual(['gateway.example.org', 'TLSv1.2']);
    await expect(greet(server.port, { maxVersion: 'TLSv1.1' })).rejects.toThrow();
    await expect(post(server.port, selfSigned('somebody else'))).rejects.toThrow();
    const expires = /^heliograph_tls_certificate_expires_timestamp_seconds (\d+)$/m.exec(
      await runtime.registry.metrics(),
    )?.[1];
    expect(Number(expires) - Date.now() / 1000).toBeCloseTo(10 * 86_400, -2);
  });

  it('hangs up on whoever does not talk TLS, and serves on', async () => {
    const pair = selfSigned('gateway.example.org');
    await write(pair);
    const { server } = await startTestGateway(files);
    ends.push(() => server.stop());
    const socket = connect(server.port, '127.0.0.1', () => void socket.write('POST /v1/telemetry HTTP/1.1\r\n\r\n'));
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
    });
    socket.on('error', () => {});
    await eventually(async () => socket.closed);
    expect(answer).not.toContain('HTTP');
    expect(await post(server.port, pair)).toBe(202);
  });

  it('does not start with files that are missing, broken or of two pairs, and does not say what is in them', async () => {
    const [one, other] = [selfSigned('one'), selfSigned('other')];
    await expect(startTestGateway(files)).rejects.toThrow(`${files.gatewayTlsCertificate} and `);
    for (const broken of [
      { ...one, key: other.key },
      { ...one, certificate: 'x' },
      { ...one, key: '' },
    ]) {
      await write(broken);
      const error = await startTestGateway(files).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'TlsError' });
      expect(String(error)).not.toContain('BEGIN');
    }
  });
});

it('gives new connections a new certificate once its key is there too, and the old one while a pair is broken', async () => {
  const [old, renewed] = [selfSigned('old'), selfSigned('renewed')];
  await write(old);
  const { log, registry } = testRuntime();
  const warnings: string[] = [];
  const noting = { ...log, warn: (_: object, message: string) => void warnings.push(message) };
  const tls = await startTls(files, registry, noting, 20);
  if (tls === undefined) throw new Error('no TLS');
  const times = { requestTimeoutMs: 1000, headersTimeoutMs: 1000, keepAliveTimeoutMs: 1000, deliveryTimeoutMs: 1000 };
  const connections = { maxConnections: 10, connectionLimit: { admits: () => true }, onRefusedConnection() {} };
  const place = { host: '127.0.0.1', port: 0, ...connections, preStopDelayMs: 0, tls: tls.credentials };
  const server = await startServer((_, response) => void response.end(), { ...place, ...times }, { phase: 'serving' });
  tls.watch(server.renew);
  ends.push(async () => {
    await tls.stop();
    await server.stop();
  });
  const name = async () => (await greet(server.port))[0];

  expect(await name()).toBe('old');
  await writeFile(files.gatewayTlsCertificate, renewed.certificate);
  await eventually(async () => warnings.length > 2);
  expect(await name()).toBe('old');
  await writeFile(files.gatewayTlsKey, renewed.key);
  await eventually(async () => (await name()) === 'renewed');
  await rm(files.gatewayTlsKey);
  const before = warnings.length;
  await eventually(async () => warnings.length > before + 2);
  expect(await name()).toBe('renewed');
});
