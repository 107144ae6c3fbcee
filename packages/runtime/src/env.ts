import { editDistance, SERVICES, type ServiceName } from '@heliograph/schema';
import type { z } from 'zod';
import { contradictions, SHARED_SETTINGS } from './settings.ts';

const PREFIX = 'HELIOGRAPH_';

/** Thrown where the environment does not configure a service; `problems` has a line for each mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The variable that a setting is read from: `kafkaBrokers` is HELIOGRAPH_KAFKA_BROKERS. */
export function variableName(setting: string): string {
  return PREFIX + setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/**
 * Reads the settings of a service from the environment and reports every mistake at once, as a ConfigError. A HELIOGRAPH_
 * variable that nobody knows is a mistake too: a misspelt one would otherwise be a default that nobody chose. Variables of
 * other services and shared ones that this service does not use are let pass, so that one file can configure all.
 */
export function loadConfig<S extends z.ZodObject>(
  service: ServiceName | 'cli',
  schema: S,
  env: NodeJS.ProcessEnv,
): z.infer<S> {
  const given: Record<string, string> = {};
  for (const setting of Object.keys(schema.shape)) {
    const name = variableName(setting);
    const value = env[name];
    if (value !== undefined && value !== '' && !isServiceLink(name, value)) given[setting] = value;
  }
  const parsed = schema.safeParse(given);
  const problems = [...unknownVariables(service, schema, env)];
  if (!parsed.success)
    for (const issue of parsed.error.issues)
      problems.push(`${variableName(String(issue.path[0] ?? ''))}: ${explain(issue, given)}`);
  for (const [setting, because] of contradictions(given))
    problems.push(`${variableName(setting)}: is required with ${variableName(because)}`);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

/** The variables that Kubernetes sets in every pod for a Service, by its name. */
const SERVICE_LINK = /_SERVICE_HOST$|_SERVICE_PORT(?:_\w+)?$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/;

/**
 * Whether a variable says where a Service of Kubernetes is, such as one that is called `heliograph-gateway`, and not what a
 * setting is. Source: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
function isServiceLink(name: string, value: string): boolean {
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && /^(?:tcp|udp|sctp):\/\//.test(value));
}

function explain(issue: z.core.$ZodIssue, given: Record<string, string>): string {
  return given[String(issue.path[0])] === undefined ? 'is required' : issue.message;
}

function* unknownVariables(service: ServiceName | 'cli', schema: z.ZodObject, env: NodeJS.ProcessEnv) {
  const known = [...Object.keys(schema.shape), ...Object.keys(SHARED_SETTINGS)].map(variableName);
  const others = SERVICES.filter((name) => name !== service).map((name) => `${variableName(camelCase(name))}_`);
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || known.includes(name) || others.some((other) => name.startsWith(other))) continue;
    if (isServiceLink(name, env[name] ?? '')) continue;
    const nearest = known.toSorted((a, b) => editDistance(a, name) - editDistance(b, name))[0] ?? '';
    yield `${name}: is not a setting${editDistance(nearest, name) <= 4 ? `; did you mean ${nearest}?` : ''}`;
  }
}

/** `postgres-sink` is `postgresSink` where it begins a setting. */
export function camelCase(service: string): string {
  return service.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
