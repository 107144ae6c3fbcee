export { type AccessKeyHash, accessKeyHash, isSameHash } from './access-key.ts';
export {
  DefinitionError,
  type DefinitionFolder,
  gatherDefinitions,
  isDefinitionName,
  loadDefinitions,
  readDefinitions,
} from './definitions.ts';
export {
  type DefinitionFile,
  type ParsedDefinition,
  type Problem,
  parseDefinition,
  problemLine,
  readDocument,
} from './definitions-file.ts';
export type { Path, Place } from './definitions-yaml.ts';
export { ConfigError, camelCase, loadConfig, variableName } from './env.ts';
export { createHealth, type HealthStatus, type PartStatus, type ServiceHealth } from './health.ts';
export { type KeyedHash, keyedHash } from './keyed-hash.ts';
export { runService, type Service, type ServiceContext, type ServiceRuntime } from './lifecycle.ts';
export { createLogger } from './logger.ts';
export { type LiveRegister, openRegister } from './open-register.ts';
export { createPool, migrate, pgErrors, type StoreErrorEntry } from './postgres.ts';
export { receiptOf } from './receipt.ts';
export {
  ADMIN_PORTS,
  accessKeySettings,
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
