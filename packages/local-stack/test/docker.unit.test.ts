import { describe, expect, it } from 'vitest';
import { containerName, runArguments } from '../src/docker.ts';
import { brokerEnvironment, serverProperties } from '../src/kafka-config.ts';

const container = {
  service: 'postgres',
  image: 'postgres:17',
  containerPort: 5432,
  hostPort: 15_432,
  env: { POSTGRES_USER: 'heliograph' },
  dataPath: '/var/lib/postgresql/data',
};

describe('a container', () => {
  it('is published on the loopback interface only', () => {
    const args = runArguments(container, '/data', true);
    expect(args[args.indexOf('--publish') + 1]).toBe('127.0.0.1:15432:5432');
    expect(args.at(-1)).toBe('postgres:17');
  });

  it('has one name for each data folder, so that a leftover is found again', () => {
    expect(containerName('kafka', '/data')).toBe(containerName('kafka', '/data'));
    expect(containerName('kafka', '/data')).not.toBe(containerName('kafka', '/other'));
    expect(containerName('kafka', '/data')).toMatch(/^heliograph-kafka-[0-9a-f]{12}$/);
  });

  it('keeps its data in a volume where it shall, and nothing where it shall not', () => {
    const name = containerName('postgres', '/data');
    expect(runArguments(container, '/data', true)).toContain(`${name}:/var/lib/postgresql/data`);
    expect(runArguments(container, '/data', false)).not.toContain('--volume');
  });
});

describe('a single broker', () => {
  it('is set up alike as a process and as a container', () => {
    const lines = serverProperties({ port: 1, controllerPort: 2, dataDir: '/data' }).trim().split('\n');
    const asVariables = lines
      .map((line) => line.split('='))
      .map(([name = '', value = '']) => [`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`, value] as const)
      .filter(([name]) => !/LISTENERS|QUORUM|LOG_DIRS/.test(name));
    expect(asVariables.length).toBeGreaterThan(15);
    expect(brokerEnvironment(1)).toMatchObject(Object.fromEntries(asVariables));
  });

  it('listens on the loopback interface only', () => {
    const text = serverProperties({ port: 19_092, controllerPort: 19_093, dataDir: '/data' });
    const listeners = 'PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093';
    expect(text).toContain(`\nlisteners=${listeners}\n`);
    expect(text).toContain(`\nadvertised.listeners=${listeners}\n`);
  });

  it('has a second listener for clients that come through a proxy, and tells them its port', () => {
    const proxy = { port: 29_092, brokerPort: 29_192 };
    const text = serverProperties({ port: 19_092, controllerPort: 19_093, dataDir: '/data', proxy });
    const own = 'PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093';
    expect(text).toContain(`\nlisteners=${own},PROXIED://127.0.0.1:29192\n`);
    expect(text).toContain(`\nadvertised.listeners=${own},PROXIED://127.0.0.1:29092\n`);
    expect(text).toContain('\ninter.broker.listener.name=PLAINTEXT\n');
  });
});
