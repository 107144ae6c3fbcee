import { camelCase, variableName } from '@heliograph/runtime';
import { SERVICES, type ServiceName } from '@heliograph/schema';

/** What the services need to know of the stores. */
export interface Stores {
  readonly kafka: { readonly brokers: readonly string[] };
  readonly postgres: { readonly url: string };
  readonly influx: {
    readonly url: string;
    readonly token: string;
    readonly org: string;
    readonly bucket: string;
    readonly api: string;
  };
}

/** The port that each service has by default, and the setting that says otherwise. */
const PORTS: Readonly<Record<string, number>> = {
  gatewayPort: 8080,
  portalPort: 8081,
  ...Object.fromEntries(SERVICES.map((service, i) => [`${camelCase(service)}AdminPort`, 9400 + i])),
};

/** Variables for the tests alone; a service would refuse to start with one that it does not know. */
const NOT_FOR_SERVICES = ['HELIOGRAPH_TEST_SERVICES', 'HELIOGRAPH_PROPERTY_RUNS'];

/** What opens something, by its setting, and the services that open it; no other process has it in its environment. */
const SECRETS: Readonly<Record<string, readonly ServiceName[]>> = {
  systemKeySecret: ['sanitizer'],
  accessKeySecret: ['gateway'],
  postgresUrl: ['postgres-sink', 'influx-sink', 'summarizer', 'portal'],
  influxToken: ['influx-sink'],
};

/** The variables of one service: all of them, less the secrets of others. */
export function variablesOf(service: ServiceName, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofOthers = Object.entries(SECRETS).filter(([, owners]) => !owners.includes(service));
  const withheld = new Set(ofOthers.map(([setting]) => variableName(setting)));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !withheld.has(name)));
}

/** What was set by whoever called us, without what no service knows. */
export function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_FOR_SERVICES.includes(name)));
}

/**
 * The HELIOGRAPH_ variables of a system on this machine, of which each service gets its own. What `env` sets is kept; the rest
 * is what was started, and ports that `choosePort` finds free.
 */
export async function systemVariables(
  env: NodeJS.ProcessEnv,
  stores: Stores,
  systemKeySecret: string,
  choosePort: (preferred: number) => Promise<number>,
): Promise<Record<string, string>> {
  const settings: Record<string, string> = {
    kafkaBrokers: stores.kafka.brokers.join(','),
    postgresUrl: stores.postgres.url,
    influxUrl: stores.influx.url,
    influxToken: stores.influx.token,
    influxOrg: stores.influx.org,
    influxBucket: stores.influx.bucket,
    influxApi: stores.influx.api,
    systemKeySecret,
    // No load balancer stands before it that would have to notice first.
    gatewayPreStopDelayMs: '0',
    // Everything comes from this machine: one address, and now and then a whole fleet that was made up.
    gatewayRateLimitPerAddress: '0',
    gatewayMaxConnectionsPerAddress: '0',
    gatewayRateLimitPerApplication: '0',
    gatewayRateLimitPerKey: '0',
    gatewayRateLimitPerSystem: '0',
    gatewayRateLimitPrivacyRequests: '0',
  };
  for (const [setting, preferred] of Object.entries(PORTS))
    if (!env[variableName(setting)]) settings[setting] = String(await choosePort(preferred));
  const gatewayPort = settings.gatewayPort ?? env[variableName('gatewayPort')];
  settings.portalGatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  settings.portalStatusTargets = SERVICES.filter((service) => service !== 'portal')
    .map((service) => `${service}=http://127.0.0.1:${adminPortOf(service, settings, env)}`)
    .join(',');
  const made = Object.entries(settings).map(([setting, value]) => [variableName(setting), value] as const);
  const kept = Object.entries(inherited(env)).filter(([name]) => name.startsWith('HELIOGRAPH_'));
  const all = [...made, ...kept.map(([name, value]) => [name, value ?? ''] as const)];
  return Object.fromEntries(all.filter(([, value]) => value !== ''));
}

function adminPortOf(service: ServiceName, settings: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv) {
  const setting = `${camelCase(service)}AdminPort`;
  return settings[setting] ?? env[variableName(setting)];
}

/** Where a service listens, by its variables. */
export function portOf(variables: Readonly<Record<string, string>>, service: ServiceName, which: 'admin' | 'public') {
  const setting = which === 'admin' ? `${camelCase(service)}AdminPort` : `${camelCase(service)}Port`;
  return Number(variables[variableName(setting)]);
}
