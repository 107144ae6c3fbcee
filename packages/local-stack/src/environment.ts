import { INFLUX_APIS, type InfluxUrls } from './influx-http.ts';
import type { Provider } from './providers.ts';
import type { Started } from './site.ts';
import { StackError } from './stack-error.ts';

/** A service that runs elsewhere already: nothing is started, and nothing stopped. */
function given<T>(variable: string, value: T | undefined): Provider<Started<T>> {
  return {
    async look() {
      if (value === undefined) return { missing: `no ${variable}` };
      return async () => ({ value, from: `given by ${variable}`, stop: async () => {}, kill: async () => {} });
    },
  };
}

export function kafkaOfEnvironment(env: NodeJS.ProcessEnv): Provider<Started<string[]>> {
  const brokers = (env.HELIOGRAPH_KAFKA_BROKERS ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter(Boolean);
  return given('HELIOGRAPH_KAFKA_BROKERS', brokers.length > 0 ? brokers : undefined);
}

export function postgresOfEnvironment(env: NodeJS.ProcessEnv): Provider<Started<string>> {
  return given('HELIOGRAPH_POSTGRES_URL', env.HELIOGRAPH_POSTGRES_URL || undefined);
}

/** Token, organisation and bucket may be left out where the server asks for none (1.x). Throws a StackError otherwise. */
export function influxOfEnvironment(env: NodeJS.ProcessEnv): Provider<Started<InfluxUrls>> {
  const url = env.HELIOGRAPH_INFLUX_URL;
  if (!url) return given<InfluxUrls>('HELIOGRAPH_INFLUX_URL', undefined);
  const named = env.HELIOGRAPH_INFLUX_API || 'v2';
  const api = INFLUX_APIS.find((known) => known === named);
  if (api === undefined) throw new StackError(`HELIOGRAPH_INFLUX_API is ${named}; it may be ${INFLUX_APIS.join(', ')}`);
  const wanted = ['HELIOGRAPH_INFLUX_TOKEN', 'HELIOGRAPH_INFLUX_ORG', 'HELIOGRAPH_INFLUX_BUCKET'];
  const lacking = wanted.filter((name) => !env[name]);
  if (api === 'v2' && lacking.length > 0)
    throw new StackError(`HELIOGRAPH_INFLUX_URL is set, but ${lacking.join(', ')} is not; set them, or unset the URL`);
  return given('HELIOGRAPH_INFLUX_URL', {
    url,
    token: env.HELIOGRAPH_INFLUX_TOKEN ?? '',
    org: env.HELIOGRAPH_INFLUX_ORG ?? '',
    bucket: env.HELIOGRAPH_INFLUX_BUCKET || 'telemetry',
    api,
  });
}
