import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines, portChooser, removeAbandoned } from '@heliograph/local-stack';
import { SERVICES, type ServiceName } from '@heliograph/schema';
import { type KafkaSettings, provisionTopics } from '@heliograph/stream';
import { systemVariables } from '../../../packages/devtools/src/up/environment.ts';
import { shippedDefinitions } from '../../../packages/testkit/src/definitions.ts';
import { describeEnd, type End, judge } from './ends.ts';
import { type Instance, startInstance } from './instance.ts';
import { readinessOf } from './instance-progress.ts';
import { instanceSpec } from './instance-spec.ts';
import { type Stores, startStores } from './stores.ts';
import { untilNothingIsMissing } from './wait.ts';

export interface SystemOptions {
  readonly env: NodeJS.ProcessEnv;
  /** How many of each; by default one of each, without the portal. */
  readonly services?: Partial<Record<ServiceName, number>>;
  /** HELIOGRAPH_ variables of all services, before those that the rig sets by itself. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Variables of one service alone: NODE_OPTIONS for a limited heap, or HELIOGRAPH_POSTGRES_URL to go past a proxy. */
  readonly environment?: Partial<Record<ServiceName, Readonly<Record<string, string>>>>;
  /** Is kept, with all logs; by default a folder that goes away at the end. */
  readonly dataDir?: string;
  say(line: string): void;
}

/** A whole system of real processes, to be broken. Instances are named dedup-1, dedup-2 and so on. */
export interface System {
  readonly stores: Stores;
  /** Past the proxy. */
  readonly kafka: KafkaSettings;
  readonly systemKeySecret: string;
  readonly dataDir: string;
  /** The instances that there should be now. */
  instances(...services: ServiceName[]): string[];
  /** Of the gateways that are not being stopped, as a load balancer would know them. A killed one is among them. */
  gatewayUrls(): string[];
  /** Of its process; undefined between an end and the next start. */
  pid(instance: string): number | undefined;
  /** Where /readyz and /metrics are. */
  adminUrls(service: ServiceName): string[];
  /** Resolves when every instance that is not frozen is ready. Rejects with StoodStill where they get nowhere. */
  ready(): Promise<void>;
  /** SIGKILL by default. False where the process was not there just then. Resolves when its end is recorded; it comes back by itself. */
  kill(instance: string, signal?: NodeJS.Signals): Promise<boolean>;
  /** All instances (of the services that are named) at once. */
  killAll(...services: ServiceName[]): Promise<void>;
  freeze(instance: string): void;
  thaw(instance: string): void;
  isFrozen(instance: string): boolean;
  /** Resolves when those that are new are ready, and those that go have ended in order. */
  scale(service: ServiceName, count: number): Promise<void>;
  /** One instance after the other, upstream first: SIGTERM, its end, its start, ready. */
  rollingRestart(services?: readonly ServiceName[]): Promise<void>;
  /** Every end of a process until now. */
  ends(): readonly End[];
  /** Those that the rig did not cause and nothing allows, as lines for people. */
  unexplainedEnds(): string[];
  /** The same, and the last lines of the log of each instance. */
  details(): Promise<string>;
  /** Ends everything by force, whatever state it is in. */
  stop(): Promise<void>;
}

const SECRET = 'the-failure-suite-keeps-nothing-worth-a-secret';
const TOPIC_PREFIX = 'telemetry';
const FOLDER = 'heliograph-failure-';
const CONSUMERS = SERVICES.filter((service) => service !== 'portal');

/** Starts stores, proxies, topics and services, and resolves when all are ready. Rejects with nothing left running. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { say, settings = {}, environment = {} } = options;
  const counts = { ...Object.fromEntries(CONSUMERS.map((service) => [service, 1])), ...options.services };
  const dataDir = options.dataDir ?? (await freshFolder());
  const outer = Object.fromEntries(Object.entries(options.env).filter(([name]) => !name.startsWith('HELIOGRAPH_')));
  const stores = await startStores({ dataDir, env: outer, say });
  const kafka = { brokers: stores.direct.kafka.brokers, clientId: 'failure', topicPrefix: TOPIC_PREFIX };
  const anyPort = portChooser(true);
  const instances: Instance[] = [];
  const ends: End[] = [];
  const ended = (end: End) => {
    ends.push(end);
    say(describeEnd(end));
  };

  const unexplainedEnds = () => ends.filter((end) => judge(end) === 'unexplained').map((end) => describeEnd(end));

  const stopped = new AbortController();
  let stopping: Promise<void> | undefined;
  const stopAll = async () => {
    await Promise.allSettled(instances.map((instance) => instance.remove('at once')));
    await stores.end();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const stop = () => {
    stopped.abort();
    stopping ??= stopAll();
    return stopping;
  };

  try {
    const { longestLateWindow: longestLateWindowMs } = shippedDefinitions();
    await provisionTopics(kafka, { partitions: 6, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs });
    // The shortest that a broker takes: whoever is killed or frozen is replaced after it.
    const inherited = {
      HELIOGRAPH_KAFKA_SESSION_TIMEOUT_MS: '6000',
      HELIOGRAPH_TOPIC_PREFIX: TOPIC_PREFIX,
      // The ledger accounts for every record.
      HELIOGRAPH_GATEWAY_CANARY_EVERY_MS: '0',
      ...settings,
    };
    const variables = { ...(await systemVariables(inherited, stores.proxied, SECRET, anyPort)) };

    const add = async (service: ServiceName) => {
      const taken = instances.filter(({ spec }) => spec.service === service).map(({ spec }) => spec.name);
      const ports = { admin: await anyPort(0), public: await anyPort(0) };
      const of = { service, taken, ports, dataDir, env: { ...outer, ...variables, ...environment[service] } };
      const instance = startInstance({ ...instanceSpec(of), ended });
      instances.push(instance);
      return instance;
    };
    for (const service of SERVICES) for (let i = 0; i < (counts[service] ?? 0); i += 1) await add(service);

    const of = (services: readonly ServiceName[]) =>
      instances.filter(({ spec }) => services.length === 0 || services.includes(spec.service));
    const named = (name: string) => {
      const found = instances.find(({ spec }) => spec.name === name);
      if (found === undefined) throw new Error(`there is no ${name}; there are ${instances.map((i) => i.spec.name)}`);
      return found;
    };

    const ready = (which: () => readonly Instance[], what: string) => {
      const { look, details } = readinessOf(which);
      return untilNothingIsMissing({
        what: `${what} to be ready`,
        look,
        signal: stopped.signal,
        details: async () => [...unexplainedEnds(), await details()].join('\n'),
      });
    };
    await ready(() => instances, 'the first start of all services');

    return {
      stores,
      kafka,
      systemKeySecret: SECRET,
      dataDir,
      instances: (...services) => of(services).map(({ spec }) => spec.name),
      pid: (instance) => named(instance).pid(),
      gatewayUrls: () => {
        const open = of(['gateway']).filter((gateway) => gateway.takesRequests());
        return open.map(({ spec }) => spec.publicUrl);
      },
      adminUrls: (service) => of([service]).map(({ spec }) => spec.adminUrl),
      ready: () => ready(() => instances, 'all services'),
      kill: (instance, signal = 'SIGKILL') => named(instance).kill(signal),
      async killAll(...services) {
        await Promise.all(of(services).map((instance) => instance.kill('SIGKILL')));
      },
      freeze: (instance) => named(instance).freeze(),
      thaw: (instance) => named(instance).thaw(),
      isFrozen: (instance) => named(instance).isFrozen(),
      async scale(service, count) {
        const present = of([service]);
        say(`${service}: ${present.length} -> ${count}`);
        const added: Instance[] = [];
        for (let i = present.length; i < count; i += 1) added.push(await add(service));
        await Promise.all(
          present.slice(count).map(async (instance) => {
            await instance.remove('in order');
            instances.splice(instances.indexOf(instance), 1);
          }),
        );
        await ready(() => added, `the new processes of ${service}`);
      },
      async rollingRestart(services = SERVICES) {
        for (const service of SERVICES.filter((one) => services.includes(one)))
          for (const instance of of([service])) {
            say(`${instance.spec.name}: restart`);
            await instance.restart(() => ready(() => [instance], `${instance.spec.name} after its restart`));
          }
      },
      ends: () => ends,
      unexplainedEnds,
      details: async () =>
        [...unexplainedEnds(), ...(await Promise.all(instances.map(({ spec }) => lastLines(spec))))].join('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What killed runs have left is ended and removed first. */
async function freshFolder(): Promise<string> {
  for (const name of await readdir(tmpdir()))
    if (name.startsWith(FOLDER)) await removeAbandoned(join(tmpdir(), name), 1_000);
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  // PostgreSQL does not run as root and has to enter it.
  await chmod(folder, 0o711);
  return folder;
}
