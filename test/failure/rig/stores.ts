import {
  type BackingServiceName,
  type BackingServices,
  portChooser,
  type Switch,
  startBackingServices,
} from '@heliograph/local-stack';
import { createPostgresFaults, type PostgresFaults } from './postgres-faults.ts';
import { startProxy, type TcpProxy } from './tcp-proxy.ts';

/** What a store or its network is like for those who use it. */
interface Urls {
  readonly kafka: { readonly brokers: string[] };
  readonly postgres: { readonly url: string };
  readonly influx: Omit<BackingServices['influx'], 'from'>;
}

/** Real stores that can be ended one by one, with a proxy before each. */
export interface Stores extends Readonly<Record<BackingServiceName, Switch>> {
  /** Past the proxies: for whoever checks what is stored. */
  readonly direct: Urls;
  /** Through the proxies: for the services. */
  readonly proxied: Urls;
  readonly networks: Readonly<Record<BackingServiceName, TcpProxy>>;
  readonly faults: PostgresFaults;
  end(): Promise<void>;
}

export interface StoresOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  say(line: string): void;
}

const TITLES = { kafka: 'Kafka', postgres: 'PostgreSQL', influx: 'InfluxDB' } as const;

/** Starts stores and proxies. Rejects with nothing left running. */
export async function startStores({ dataDir, env, say }: StoresOptions): Promise<Stores> {
  const anyPort = portChooser(true);
  const kafkaProxy = { port: await anyPort(0), brokerPort: await anyPort(0) };
  const common = { dataDir, env, progress: say, ephemeralPorts: true, mode: 'native', shortLived: true } as const;
  const services = await startBackingServices({ ...common, kafkaProxy });
  const proxies: TcpProxy[] = [];
  const end = async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    // What they hold is thrown away: it need not be closed in order.
    await Promise.all(Object.values(services.switches).map((one) => one.kill()));
    await services.stop();
  };

  async function proxyOf(name: BackingServiceName, port: number, target: number): Promise<TcpProxy> {
    const what = `network to ${TITLES[name]}`;
    const changed = (weather: string) => say(`${what}: ${weather}`);
    const proxy = await startProxy({ port, target, changed });
    proxies.push(proxy);
    return proxy;
  }

  function switchOf(name: BackingServiceName): Switch {
    const [it, what] = [services.switches[name], TITLES[name]];
    const down = (how: 'stop' | 'kill') => async () => {
      say(`${what}: ${how}`);
      await it[how]();
    };
    return {
      stop: down('stop'),
      kill: down('kill'),
      async start() {
        await it.start();
        say(`${what}: up again`);
      },
    };
  }

  try {
    const { postgres, influx } = services;
    const kafkaNetwork = await proxyOf('kafka', kafkaProxy.port, kafkaProxy.brokerPort);
    const postgresNetwork = await proxyOf('postgres', await anyPort(0), portOf(postgres.url));
    const influxNetwork = await proxyOf('influx', await anyPort(0), portOf(influx.url));
    return {
      kafka: switchOf('kafka'),
      postgres: switchOf('postgres'),
      influx: switchOf('influx'),
      direct: services,
      proxied: {
        kafka: { brokers: [`127.0.0.1:${kafkaNetwork.port}`] },
        postgres: { url: withPort(postgres.url, postgresNetwork.port) },
        influx: { ...influx, url: withPort(influx.url, influxNetwork.port) },
      },
      networks: { kafka: kafkaNetwork, postgres: postgresNetwork, influx: influxNetwork },
      faults: await createPostgresFaults(postgres.url),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

const portOf = (url: string) => Number(new URL(url).port);

function withPort(url: string, port: number): string {
  const moved = new URL(url);
  moved.port = String(port);
  return moved.href.replace(/\/$/, '');
}
