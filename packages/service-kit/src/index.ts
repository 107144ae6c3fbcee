export { accessKeyHash, isSameHash } from './access-key.ts';
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
export { createHealth } from './health.ts';
export { keyedHash, sha256 } from './keyed-hash.ts';
export { runService } from './lifecycle.ts';
export { createLogger } from './logger.ts';
export { openRegister } from './open-register.ts';
export { createPool, migrate, pgErrors } from './postgres.ts';
export { receiptOf } from './receipt.ts';
export {
  ADMIN_PORTS,
  accessKeySettings,
  commonSettings,
  definitionsSettings,
  influxSettings,
  kafkaSettings,
  keepAliveTimeoutMs,
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
  transact,
} from './transaction.ts';
