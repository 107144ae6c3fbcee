export { accessKeyHash, isSameHash } from './access-key.ts';
export { ConfigError, camelCase, loadConfig, variableName } from './env.ts';
export { every } from './every.ts';
export { createHealth } from './health.ts';
export { pseudonymsOf, sha256 } from './keyed-hash.ts';
export { runService, type ServiceContext, type ServiceRuntime } from './lifecycle.ts';
export { createLogger } from './logger.ts';
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
