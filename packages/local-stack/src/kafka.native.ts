import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild, untilReady } from './child.ts';
import { findJava } from './java.ts';
import { log4j2Properties, STARTED, serverProperties } from './kafka-config.ts';
import { kafkaJars } from './kafka-fetch.ts';
import { privateFolder } from './private-folder.ts';
import { run } from './programs.ts';
import type { Provider } from './providers.ts';
import type { Site, Started } from './site.ts';
import { StackError } from './stack-error.ts';

/** 330 MB resident with this heap; the live set of a small broker is below 100 MB. */
const HEAP = ['-Xms128m', '-Xmx512m'];
/** What runs for seconds or minutes never earns back what the second compiler and more threads for garbage cost. */
const SHORT_RUN = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const STANDSTILL_MS = 120_000;
const STOP_GRACE_MS = 20_000;

/** Apache Kafka as one Java process, from its published jars. */
export function nativeKafka(site: Site): Provider<Started<string[]>> {
  return {
    async look() {
      const java = await findJava(site.env);
      return typeof java === 'string' ? () => start(java, site) : java;
    },
  };
}

async function start(java: string, site: Site): Promise<Started<string[]>> {
  const { folder: jars, version } = await kafkaJars(site);
  const [port, controllerPort] = [await site.port(19_092), await site.port(19_093)];
  const home = join(site.dataDir, 'kafka');
  const dataDir = join(home, 'data');
  const [serverFile, logFile] = [join(home, 'server.properties'), join(home, 'log4j2.properties')];
  await privateFolder(home);
  await writeFile(serverFile, serverProperties({ port, controllerPort, dataDir, proxy: site.kafkaProxy }));
  await writeFile(logFile, log4j2Properties());
  const jvm = ['-cp', join(jars, '*'), `-Dlog4j2.configurationFile=${logFile}`];
  await format(java, jvm, serverFile, dataDir, site.env);

  site.progress(`Kafka: starting Apache Kafka ${version} on port ${port}`);
  const child = await startChild({
    name: 'kafka',
    command: java,
    args: [...HEAP, ...(site.shortLived ? SHORT_RUN : []), ...jvm, 'kafka.Kafka', serverFile],
    env: site.env,
    runDir: site.runDir,
    logFile: join(site.logDir, 'kafka.log'),
    stopSignal: 'SIGTERM',
  });
  const stop = () => child.stop(STOP_GRACE_MS);
  const wait = { standstillMs: STANDSTILL_MS, signal: site.signal };
  try {
    await untilReady(child, wait, () => hasStarted(child));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    value: [`127.0.0.1:${port}`],
    from: `Apache Kafka ${version} (${java})`,
    stop,
    kill: child.kill,
    ended: child.ended,
  };
}

async function hasStarted({ logFile }: Child): Promise<boolean> {
  return (await readFile(logFile, 'utf8')).includes(STARTED);
}

/** Once per data folder. It ends with writing meta.properties; a folder without is from a format that was interrupted. */
async function format(java: string, jvm: string[], serverFile: string, dataDir: string, env: NodeJS.ProcessEnv) {
  const isFormatted = await stat(join(dataDir, 'meta.properties')).catch(() => undefined);
  if (isFormatted !== undefined) return;
  await rm(dataDir, { recursive: true, force: true });
  const clusterId = randomBytes(16).toString('base64url');
  const args = [
    'kafka.tools.StorageTool',
    'format',
    '--standalone',
    `--cluster-id=${clusterId}`,
    '--config',
    serverFile,
  ];
  const { ok, output } = await run(java, [...SHORT_RUN, '-Xmx128m', ...jvm, ...args], { env });
  if (!ok) throw new StackError(`Kafka: ${dataDir} cannot be formatted: ${output}`);
}
