import { fileURLToPath } from 'node:url';
import { REGISTER_MODES, type ServiceName } from '@heliograph/schema';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

/** A port; 0 lets the system choose, which tests do. */
export const port = count(0, 65_535);

/** A newline that `echo` has put at the end of a secret would be a part of it, for ever. */
const isTrimmed = (text: string) => text.trim() === text;
const UNTRIMMED = 'has white space at its begin or end, which would be a part of it';

/** A host, which may be an IPv4 address, and a port. */
const BROKER = /^[A-Za-z0-9_.-]+:\d{1,5}$/;
const BROKERS =
  'host:port, comma-separated, without a protocol; a broker with an IPv6 address by its name, since the client cuts addresses at the first colon';

/** Longer than the 60 s after which common load balancers close an idle connection, so that it is they who close it. */
export const keepAliveTimeoutMs = count(1000, 600_000).default(65_000);

export const kafkaSettings = {
  kafkaBrokers: z
    .string()
    .default('127.0.0.1:9092')
    .transform((text) =>
      text
        .split(',')
        .map((broker) => broker.trim())
        .filter(Boolean),
    )
    .refine((brokers) => brokers.length > 0 && brokers.every((broker) => BROKER.test(broker)), BROKERS),
  topicPrefix: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,100}$/, 'letters, digits, dots, dashes')
    .default('telemetry'),
  // Six: the consumers of one stage that can work side by side. Never changed in place, because systems would move.
  topicPartitions: count(1, 1000).default(6),
  // A killed consumer is replaced after this long, and a healthy one never pauses for half of it. The broker’s lower
  // bound (group.min.session.timeout.ms) is six seconds.
  kafkaSessionTimeoutMs: count(6000, 300_000).default(10_000),
  kafkaSsl: flag.default(false),
  kafkaSaslMechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  kafkaSaslUsername: z.string().optional(),
  kafkaSaslPassword: z.string().refine(isTrimmed, UNTRIMMED).optional(),
};

export const postgresSettings = {
  postgresUrl: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'a URL such as postgres://user:password@host:5432/heliograph',
  }),
};

export const influxSettings = {
  influxUrl: z.url({ protocol: /^https?$/, error: 'a URL such as http://host:8086' }),
  influxToken: z.string().refine(isTrimmed, UNTRIMMED).default(''),
  influxOrg: z.string().default('heliograph'),
  influxBucket: z.string().default('telemetry'),
  influxApi: z.enum(['v2', 'v1.8', 'v1']).default('v2'),
};

export const definitionsSettings = {
  definitionsFolder: z.string().default(fileURLToPath(new URL('../../schema/definitions', import.meta.url))),
  definitionsMode: z.enum(REGISTER_MODES).default('production'),
  // A look reads some files of a few kB, less than 1 ms. It bounds how long processes disagree about a change.
  definitionsReloadMs: count(100, 3_600_000).default(5000),
};

export const secretSettings = {
  // 32 characters of a random secret are at least 128 bits even in hex.
  systemKeySecret: z.string().min(32, 'at least 32 characters').refine(isTrimmed, UNTRIMMED),
};

export const accessKeySettings = {
  // As for the secret of system keys, which it must not be: this one may be replaced, and with it all API keys.
  accessKeySecret: z.string().min(32, 'at least 32 characters').refine(isTrimmed, UNTRIMMED).optional(),
};

export const commonSettings = {
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  adminHost: z.string().default('127.0.0.1'),
  adminKeepAliveTimeoutMs: keepAliveTimeoutMs,
};

/** Admin ports by default: one after the other, in the order of the flow. */
export const ADMIN_PORTS: Readonly<Record<ServiceName, number>> = {
  gateway: 9400,
  sanitizer: 9401,
  dedup: 9402,
  'influx-sink': 9403,
  'postgres-sink': 9404,
  summarizer: 9405,
  portal: 9406,
};

/** Every setting that more than one service may read. */
export const SHARED_SETTINGS = {
  ...commonSettings,
  ...kafkaSettings,
  ...postgresSettings,
  ...influxSettings,
  ...definitionsSettings,
  ...secretSettings,
  ...accessKeySettings,
};

/** What is of no use without another setting: [what is needed, the setting that needs it, the value with which it does]. */
const NEEDS: readonly (readonly [needed: string, by: string, value?: string])[] = [
  ['kafkaSaslUsername', 'kafkaSaslMechanism'],
  ['kafkaSaslPassword', 'kafkaSaslMechanism'],
  ['accessKeySecret', 'gatewayAuthMode', 'keys'],
  ['accessKeySecret', 'gatewayPrivacyRequestAuth', 'keys'],
  ['gatewayTlsKey', 'gatewayTlsCertificate'],
  ['gatewayTlsCertificate', 'gatewayTlsKey'],
];

/** Of the settings that are given: those that lack another, as [what is missing, what wants it]. */
export function contradictions(given: Readonly<Record<string, unknown>>): [string, string][] {
  return NEEDS.filter(
    ([needed, by, value]) =>
      given[needed] === undefined && (value === undefined ? given[by] !== undefined : given[by] === value),
  ).map(([needed, by]) => [needed, by]);
}

type KafkaConfig = z.infer<z.ZodObject<typeof kafkaSettings>>;

/** The settings as packages/stream wants them. Throws where a SASL mechanism comes without user name or password. */
export function toKafka(config: KafkaConfig, clientId: string) {
  const { kafkaBrokers, kafkaSaslMechanism, kafkaSaslUsername, kafkaSaslPassword, kafkaSsl, topicPrefix } = config;
  const { kafkaSessionTimeoutMs: sessionTimeoutMs } = config;
  const base = { brokers: kafkaBrokers, clientId, topicPrefix, sessionTimeoutMs, ssl: kafkaSsl };
  if (kafkaSaslMechanism === undefined) return base;
  if (kafkaSaslUsername === undefined || kafkaSaslPassword === undefined)
    throw new Error('HELIOGRAPH_KAFKA_SASL_MECHANISM needs HELIOGRAPH_KAFKA_SASL_USERNAME and _PASSWORD');
  return { ...base, sasl: { mechanism: kafkaSaslMechanism, username: kafkaSaslUsername, password: kafkaSaslPassword } };
}
