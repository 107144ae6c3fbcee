import { readFileSync } from 'node:fs';
import { camelCase, commonSettings, loadConfig, port } from '@heliograph/runtime';
import { SERVICES, type ServiceName } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()),
      ports: z.array(z.string()).default([]),
      healthcheck: z.union([z.object({ test: z.array(z.string()) }), z.object({ disable: z.literal(true) })]),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
    }),
  ),
});
const text = read('docker-compose.yml');
const { services } = Compose.parse(parse(text, { merge: true }));
const stores = ['kafka', 'postgres', 'influxdb'];

/** The environment that a container gets: the image's, then compose's with every secret filled in. */
function environmentOf(service: ServiceName): NodeJS.ProcessEnv {
  const image = [...read('deploy/Dockerfile').matchAll(/\b(HELIOGRAPH_\w+)=(\S+)/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const given = Object.entries(services[service]?.environment ?? {});
  const filled = given.map(([name, value]) => [name, value.replaceAll(/\$\{\w+:\?[^}]*\}/g, 'x'.repeat(32))]);
  return Object.fromEntries([...image, ...filled]);
}

async function configOf(service: ServiceName): Promise<z.ZodObject> {
  const { Config } = await import(`../../services/${service}/src/config.ts`);
  return Config.extend({ ...commonSettings, [`${camelCase(service)}AdminPort`]: port });
}

describe('docker-compose.yml', () => {
  it('has every service of the topology, every store, and the job that makes the topics', () => {
    expect(Object.keys(services).toSorted()).toEqual([...SERVICES, ...stores, 'topics'].toSorted());
  });

  it.each(SERVICES)('gives %s an environment that it starts with', async (service) => {
    const config = loadConfig(service, await configOf(service), environmentOf(service));
    expect(config[`${camelCase(service)}AdminPort`]).toBe(9400);
    expect(services[service]?.command).toEqual([service]);
  });

  it('would be told of a variable that a service does not know', async () => {
    const environment = { ...environmentOf('dedup'), HELIOGRAPH_KAFKA_BROKER: 'kafka:9092' };
    const schema = await configOf('dedup');
    expect(() => loadConfig('dedup', schema, environment)).toThrow('did you mean HELIOGRAPH_KAFKA_BROKERS?');
  });

  it('starts each after what it needs, and the topics after Kafka', () => {
    expect(services.topics?.depends_on).toEqual({ kafka: { condition: 'service_healthy' } });
    for (const service of SERVICES.filter((name) => name !== 'portal'))
      expect(services[service]?.depends_on.topics).toEqual({ condition: 'service_completed_successfully' });
    for (const [name, { depends_on, environment }] of Object.entries(services)) {
      if ('HELIOGRAPH_INFLUX_URL' in environment) expect(depends_on, name).toHaveProperty('influxdb');
      if ('HELIOGRAPH_POSTGRES_URL' in environment && name !== 'portal')
        expect(depends_on, name).toHaveProperty('postgres');
    }
  });

  it('publishes gateway and portal alone, to this machine alone', () => {
    const published = Object.entries(services).flatMap(([name, { ports }]) => ports.map((one) => [name, one]));
    expect(published).toEqual([
      ['gateway', '127.0.0.1:8080:8080'],
      ['portal', '127.0.0.1:8081:8081'],
    ]);
  });

  it('asks everything that stays whether it is well', () => {
    const unasked = Object.entries(services).filter(([, { healthcheck }]) => 'disable' in healthcheck);
    expect(unasked.map(([name]) => name)).toEqual(['topics']);
  });

  it('names every secret that it needs in the example, and holds none', () => {
    const wanted = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
    const offered = [...read('deploy/env.example').matchAll(/^(\w+)=(.*)$/gm)];
    expect(new Set(offered.map(([, name]) => name))).toEqual(wanted);
    expect(offered.filter(([, , value]) => value !== '')).toEqual([]);
  });
});

describe('the image', () => {
  it('knows every service by its name', () => {
    const entrypoint = read('deploy/entrypoint.sh');
    for (const service of SERVICES) expect(entrypoint).toMatch(new RegExp(`[ (|]${service}[ )|]`));
  });

  it('runs the stores in the versions that a local start fetches', async () => {
    const { IMAGES } = await import('@heliograph/local-stack');
    expect(stores.map((store) => services[store]?.image)).toEqual([IMAGES.kafka, IMAGES.postgres, IMAGES.influx]);
  });

  it('runs Kafka as a local start does', async () => {
    const { brokerEnvironment } = await import('@heliograph/local-stack');
    const own = /LISTENERS|QUORUM/;
    const wanted = Object.entries(brokerEnvironment(9092)).filter(([name]) => !own.test(name));
    expect(services.kafka?.environment).toMatchObject(Object.fromEntries(wanted));
  });
});
