export { DefinitionError, loadDefinitions, type ParsedDefinition, parseDefinition } from './definitions.ts';
export { ConfigError, camelCase, loadConfig, variableName } from './env.ts';
export { createHealth, type HealthStatus, type PartStatus, type ServiceHealth } from './health.ts';
export { type KeyedHash, keyedHash } from './keyed-hash.ts';
export { runService, type Service, type ServiceContext, type ServiceRuntime } from './lifecycle.ts';
export { createLogger } from './logger.ts';
export { createPool, migrate, pgErrors, type StoreErrorEntry } from './postgres.ts';
export {
  ADMIN_PORTS,
  commonSettings,
  definitionsSettings,
  influxSettings,
  kafkaSettings,
  port,
  postgresSettings,
  SHARED_SETTINGS,
  secretSettings,
  toKafka,
} from './settings.ts';
export { type StatusServer, startStatusServer } from './status-server.ts';
export {
  ANSWER_TIMEOUT_MS,
  beginTransaction,
  type Transaction,
  type TransactionOptions,
  transact,
} from './transaction.ts';
