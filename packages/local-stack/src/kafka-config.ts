import type { KafkaProxy } from './site.ts';

/** Where a broker on this machine listens and keeps what it has. */
export interface BrokerPlace {
  readonly port: number;
  readonly controllerPort: number;
  readonly dataDir: string;
  readonly proxy?: KafkaProxy | undefined;
}

/** The broker says so in its log once it serves. */
export const STARTED = 'Kafka Server started';

/**
 * What a single broker needs, wherever it runs: internal topics without replicas and small, because they are created
 * (and at every start loaded) before the first consumer may join; no wait for further members of a group.
 */
const SINGLE_BROKER: Readonly<Record<string, string>> = {
  'auto.create.topics.enable': 'false',
  'num.partitions': '6',
  'default.replication.factor': '1',
  'min.insync.replicas': '1',
  'offsets.topic.num.partitions': '6',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.num.partitions': '6',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  // A look at a few small topics: what has been kept long enough goes in seconds instead of minutes.
  'log.retention.check.interval.ms': '2000',
  'log.initial.task.delay.ms': '2000',
};

const PROTOCOLS = 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT';

/** server.properties of one process that is broker and controller, on the loopback interface only. */
export function serverProperties({ port, controllerPort, dataDir, proxy }: BrokerPlace): string {
  const own = `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`;
  return properties({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: own,
    'advertised.listeners': own,
    'listener.security.protocol.map': PROTOCOLS,
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': dataDir,
    ...(proxy === undefined ? {} : proxiedListener(own, proxy)),
    ...SINGLE_BROKER,
  });
}

/** The broker goes on to reach itself past the proxy: only clients are cut off by it. */
function proxiedListener(own: string, { port, brokerPort }: KafkaProxy): Record<string, string> {
  return {
    listeners: `${own},PROXIED://127.0.0.1:${brokerPort}`,
    'advertised.listeners': `${own},PROXIED://127.0.0.1:${port}`,
    'listener.security.protocol.map': `${PROTOCOLS},PROXIED:PLAINTEXT`,
  };
}

/** Warnings, and the line that says that the broker serves, to standard output. */
export function log4j2Properties(): string {
  return properties({
    status: 'error',
    'appender.out.type': 'Console',
    'appender.out.name': 'out',
    'appender.out.layout.type': 'PatternLayout',
    'appender.out.layout.pattern': '%d{ISO8601} %p %c{1} %m%n',
    'rootLogger.level': 'warn',
    'rootLogger.appenderRef.out.ref': 'out',
    'logger.server.name': 'kafka.server.KafkaRaftServer',
    'logger.server.level': 'info',
  });
}

function properties(entries: Readonly<Record<string, string>>): string {
  // A backslash would begin an escape sequence.
  const lines = Object.entries(entries).map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}`);
  return `${lines.join('\n')}\n`;
}

/** The same broker as the environment of the image apache/kafka, which turns KAFKA_A_B into a.b. */
export function brokerEnvironment(port: number): Record<string, string> {
  const settings: Readonly<Record<string, string>> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': '1@localhost:9093',
    // The same port inside as outside: the broker, too, reaches itself by the address that it advertises.
    listeners: `PLAINTEXT://:${port},CONTROLLER://:9093`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': PROTOCOLS,
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': '/var/lib/kafka/data',
    ...SINGLE_BROKER,
  };
  const variable = (name: string) => `KAFKA_${name.replaceAll('.', '_').toUpperCase()}`;
  return {
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [variable(name), value])),
    KAFKA_HEAP_OPTS: '-Xms128m -Xmx512m',
    // The same for every data folder: it only has to be one that the volume was formatted with.
    CLUSTER_ID: 'aGVsaW9ncmFwaC1sb2NhbA',
  };
}
