export {
  type BackingServiceName,
  type BackingServices,
  checkInflux,
  startBackingServices,
} from './backing-services.ts';
export { type Child, type ChildSpec, lastLines, startChild } from './child.ts';
export { findDocker } from './docker.ts';
export { freshFolder } from './fresh-folder.ts';
export { IMAGES } from './images.ts';
export { buildInfluxd } from './influx.go.ts';
export { type InfluxApi, type InfluxUrls, setUpV2 } from './influx-http.ts';
export { KAFKA_VERSION } from './kafka-artifacts.ts';
export { brokerEnvironment, STARTED } from './kafka-config.ts';
export { removeAbandoned } from './leftovers.ts';
export { orExit } from './or-exit.ts';
export { INFLUX_LINES, type InfluxLine } from './plans.ts';
export { anyFreePort, portChooser } from './ports.ts';
export { restartDelayMs, STEADY_MS } from './restart-delay.ts';
export { loadOrCreateSecret } from './secrets.ts';
export { defaultCacheDir } from './site.ts';
export { StackError } from './stack-error.ts';
export { watchProgress } from './standstill.ts';
export type { Switch } from './switchable.ts';
