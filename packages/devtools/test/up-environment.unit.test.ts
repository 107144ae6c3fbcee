import { SERVICES } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { inherited, portOf, systemVariables, variablesOf } from '../src/up/environment.ts';

const stores = {
  kafka: { brokers: ['127.0.0.1:19092', '127.0.0.1:19094'] },
  postgres: { url: 'postgres://db/heliograph' },
  influx: { url: 'http://points', token: '', org: 'heliograph', bucket: 'telemetry', api: 'v1' },
};
const secret = 's'.repeat(64);
const preferred = async (port: number) => port;

describe('the variables of a system', () => {
  it('tell the services where the stores are, and nothing empty', async () => {
    const variables = await systemVariables({}, stores, secret, preferred);
    expect(variables).toMatchObject({
      HELIOGRAPH_KAFKA_BROKERS: '127.0.0.1:19092,127.0.0.1:19094',
      HELIOGRAPH_POSTGRES_URL: 'postgres://db/heliograph',
      HELIOGRAPH_INFLUX_API: 'v1',
      HELIOGRAPH_SYSTEM_KEY_SECRET: secret,
    });
    expect(variables).not.toHaveProperty('HELIOGRAPH_INFLUX_TOKEN');
  });

  it('lift the limits of senders, all of whom have one address, unless told otherwise', async () => {
    const variables = await systemVariables(
      { HELIOGRAPH_GATEWAY_RATE_LIMIT_PER_SYSTEM: '5' },
      stores,
      secret,
      preferred,
    );
    const limits = Object.entries(variables).filter(([name]) => name.startsWith('HELIOGRAPH_GATEWAY_RATE_LIMIT_'));
    expect(Object.fromEntries(limits)).toEqual({
      HELIOGRAPH_GATEWAY_RATE_LIMIT_PER_ADDRESS: '0',
      HELIOGRAPH_GATEWAY_RATE_LIMIT_PER_APPLICATION: '0',
      HELIOGRAPH_GATEWAY_RATE_LIMIT_PER_KEY: '0',
      HELIOGRAPH_GATEWAY_RATE_LIMIT_PER_SYSTEM: '5',
      HELIOGRAPH_GATEWAY_RATE_LIMIT_PRIVACY_REQUESTS: '0',
    });
  });

  it('give a secret to the services that need it, and to no other process', async () => {
    const env = { HELIOGRAPH_ACCESS_KEY_SECRET: 'k'.repeat(32), HELIOGRAPH_INFLUX_TOKEN: 'token' };
    const all = await systemVariables(env, stores, secret, preferred);
    const havers = (name: string) => SERVICES.filter((service) => name in variablesOf(service, { ...env, ...all }));
    expect(havers('HELIOGRAPH_SYSTEM_KEY_SECRET')).toEqual(['sanitizer']);
    expect(havers('HELIOGRAPH_ACCESS_KEY_SECRET')).toEqual(['gateway']);
    expect(havers('HELIOGRAPH_INFLUX_TOKEN')).toEqual(['influx-sink']);
    expect(havers('HELIOGRAPH_POSTGRES_URL').toSorted()).toEqual([
      'influx-sink',
      'portal',
      'postgres-sink',
      'summarizer',
    ]);
    expect(havers('HELIOGRAPH_KAFKA_BROKERS')).toEqual(SERVICES);
  });

  it('give each service an admin port of its own, and gateway and portal one for everyone', async () => {
    const variables = await systemVariables({}, stores, secret, preferred);
    const admin = SERVICES.map((service) => portOf(variables, service, 'admin'));
    expect(admin).toEqual([9400, 9401, 9402, 9403, 9404, 9405, 9406]);
    expect(portOf(variables, 'gateway', 'public')).toBe(8080);
    expect(portOf(variables, 'portal', 'public')).toBe(8081);
  });

  it('tell the portal where its readers reach the gateway', async () => {
    expect(await systemVariables({}, stores, secret, preferred)).toMatchObject({
      HELIOGRAPH_PORTAL_GATEWAY_URL: 'http://127.0.0.1:8080',
    });
    const moved = { HELIOGRAPH_GATEWAY_PORT: '8888' };
    expect(await systemVariables(moved, stores, secret, preferred)).toMatchObject({
      HELIOGRAPH_PORTAL_GATEWAY_URL: 'http://127.0.0.1:8888',
    });
  });

  it('tell the portal where the status of every other service is', async () => {
    const { HELIOGRAPH_PORTAL_STATUS_TARGETS: targets = '' } = await systemVariables(
      { HELIOGRAPH_DEDUP_ADMIN_PORT: '7000' },
      stores,
      secret,
      preferred,
    );
    expect(targets.split(',')).toEqual([
      'gateway=http://127.0.0.1:9400',
      'sanitizer=http://127.0.0.1:9401',
      'dedup=http://127.0.0.1:7000',
      'influx-sink=http://127.0.0.1:9403',
      'postgres-sink=http://127.0.0.1:9404',
      'summarizer=http://127.0.0.1:9405',
    ]);
  });

  it('keep what was set, ports included, and choose the rest', async () => {
    const asked: number[] = [];
    const choose = async (port: number) => asked.push(port) + 50_000;
    const env = {
      HELIOGRAPH_GATEWAY_PORT: '8888',
      HELIOGRAPH_LOG_LEVEL: 'debug',
      HELIOGRAPH_GATEWAY_PRE_STOP_DELAY_MS: '9',
      HOME: '/',
    };
    const variables = await systemVariables(env, stores, secret, choose);
    expect(portOf(variables, 'gateway', 'public')).toBe(8888);
    expect(asked).not.toContain(8080);
    expect(variables.HELIOGRAPH_LOG_LEVEL).toBe('debug');
    expect(variables.HELIOGRAPH_GATEWAY_PRE_STOP_DELAY_MS).toBe('9');
    expect(variables).not.toHaveProperty('HOME');
  });

  it('hold nothing that is for the tests alone', () => {
    expect(inherited({ HELIOGRAPH_TEST_SERVICES: 'native', PATH: '/bin' })).toEqual({ PATH: '/bin' });
  });
});
