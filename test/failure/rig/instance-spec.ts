import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { camelCase, variableName } from '@heliograph/runtime';
import type { ServiceName } from '@heliograph/schema';
import { compileCache } from '../../../packages/testkit/src/compile-cache.ts';
import type { InstanceSpec } from './instance.ts';

export interface Wanted {
  readonly service: ServiceName;
  /** The names of the instances that there are. */
  readonly taken: readonly string[];
  readonly ports: { readonly admin: number; readonly public: number };
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What one more instance of a service is started with: as the others, but on ports of its own. */
export function instanceSpec(wanted: Wanted): Omit<InstanceSpec, 'ended'> {
  const { service, taken, ports, dataDir, env } = wanted;
  let number = 1;
  while (taken.includes(`${service}-${number}`)) number += 1;
  const name = `${service}-${number}`;
  const own = {
    [variableName(`${camelCase(service)}AdminPort`)]: String(ports.admin),
    ...(service === 'gateway' ? { [variableName('gatewayPort')]: String(ports.public) } : {}),
  };
  return {
    name,
    service,
    adminUrl: `http://127.0.0.1:${ports.admin}`,
    publicUrl: `http://127.0.0.1:${ports.public}`,
    command: process.execPath,
    args: ['--enable-source-maps', join(ROOT, 'services', service, 'src', 'main.ts')],
    env: { ...compileCache, ...env, ...own },
    runDir: join(dataDir, 'run'),
    logFile: join(dataDir, 'logs', `${name}.log`),
    stopSignal: 'SIGTERM',
  };
}
