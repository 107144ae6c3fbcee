import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BackingServiceName,
  type BackingServices,
  type StackOptions,
  startBackingServices,
} from '../src/backing-services.ts';

let dataDir = '';
let running: BackingServices[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'heliograph-stack-'));
  await chmod(dataDir, 0o711);
});
afterEach(async () => {
  for (const services of running) await services.stop();
  running = [];
  await rm(dataDir, { recursive: true, force: true });
});

async function start(only: BackingServiceName[], given: Partial<StackOptions> = {}): Promise<BackingServices> {
  const services = await startBackingServices({
    dataDir,
    mode: 'native',
    env: process.env,
    ephemeralPorts: true,
    only,
    progress: () => {},
    ...given,
  });
  running.push(services);
  return services;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function ask(influx: BackingServices['influx'], path: string, body: string): Promise<string> {
  const headers = influx.token === '' ? {} : { authorization: `Token ${influx.token}` };
  const type = { 'content-type': path.startsWith('/api/v2/query') ? 'application/vnd.flux' : 'text/plain' };
  const response = await fetch(`${influx.url}${path}`, { method: 'POST', headers: { ...headers, ...type }, body });
  expect(response.ok, await response.clone().text()).toBe(true);
  return response.text();
}

type Influx = BackingServices['influx'];

async function keepAnswer(influx: Influx): Promise<void> {
  const path = influx.api === 'v1' ? `/write?db=${influx.bucket}` : '/api/v2/write?org=heliograph&bucket=telemetry';
  await ask(influx, path, 'kept answer=42');
}

async function hasAnswer(influx: Influx): Promise<boolean> {
  if (influx.api === 'v1')
    return (await ask(influx, `/query?db=${influx.bucket}&q=SELECT+answer+FROM+kept`, '')).includes(',42]');
  const flux = 'from(bucket: "telemetry") |> range(start: -1h)';
  return (await ask(influx, '/api/v2/query?org=heliograph', flux)).includes(',42,answer,kept');
}

async function accepts(broker: string | undefined): Promise<boolean> {
  const [host, port] = (broker ?? '').split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

describe('the stores', () => {
  it('keep their data over a stop and a start on other ports', async () => {
    const first = await start(['postgres', 'influx']);
    await query(first.postgres.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await keepAnswer(first.influx);
    await first.stop();
    await expect(query(first.postgres.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');

    const second = await start(['postgres', 'influx']);
    expect(second.postgres.url).not.toBe(first.postgres.url);
    expect(second.influx.token).toBe(first.influx.token);
    expect(await query(second.postgres.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await hasAnswer(second.influx)).toBe(true);
  });

  it('start where a run was killed, and what that left running is ended', async () => {
    const killed = spawn(process.execPath, [
      fileURLToPath(new URL('killed-run.ts', import.meta.url)),
      dataDir,
      'postgres',
    ]);
    const url = await new Promise<string>((resolve) => killed.stdout.once('data', (data) => resolve(String(data))));
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await expect(start(['postgres'])).rejects.toThrow(`Process ${killed.pid} already runs a system in ${dataDir}`);
    const exited = new Promise((resolve) => killed.once('exit', resolve));
    killed.kill('SIGKILL');
    await exited;
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);

    const { postgres } = await start(['postgres']);
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(await query(postgres.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });
});

describe('a store by itself', () => {
  it('is killed and comes up where it was, with what it had, however little it syncs', async () => {
    const { postgres, influx, switches } = await start(['postgres', 'influx'], { shortLived: true });
    await query(postgres.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await keepAnswer(influx);
    await Promise.all([switches.postgres.kill(), switches.influx.kill()]);
    await expect(query(postgres.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await expect(fetch(influx.url)).rejects.toThrow('fetch failed');
    await Promise.all([switches.postgres.start(), switches.influx.start()]);
    expect(await query(postgres.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await hasAnswer(influx)).toBe(true);
  });

  it('is stopped with all the others, whenever it was started', async () => {
    const { postgres, switches, stop } = await start(['postgres']);
    await switches.postgres.stop();
    const starting = switches.postgres.start();
    await stop();
    await starting;
    await expect(query(postgres.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(await readdir(join(dataDir, 'run'))).toEqual([]);
  });
});

describe('Kafka', () => {
  it('comes up again on its data, on another port', async () => {
    const first = await start(['kafka'], { shortLived: true });
    expect(await accepts(first.kafka.brokers[0])).toBe(true);
    await first.stop();
    expect(await accepts(first.kafka.brokers[0])).toBe(false);
    const second = await start(['kafka'], { shortLived: true });
    expect(second.kafka.brokers).not.toEqual(first.kafka.brokers);
    expect(await accepts(second.kafka.brokers[0])).toBe(true);
    await second.stop();
    expect(await readdir(join(dataDir, 'run'))).toEqual([]);
  });
});

describe('InfluxDB 1, from the package of the distribution', () => {
  it('is what a machine without influxd gets, and it takes points', async () => {
    const { influx } = await start(['influx'], { influxLine: '1.6' });
    expect(influx).toMatchObject({ api: 'v1', token: '', bucket: 'telemetry' });
    await ask(influx, '/write?db=telemetry&precision=ns', 'kept answer=42');
    const answer = await fetch(`${influx.url}/query?db=telemetry&q=${encodeURIComponent('SELECT answer FROM kept')}`);
    expect(await answer.json()).toMatchObject({ results: [{ series: [{ values: [[expect.any(String), 42]] }] }] });
  });
});
