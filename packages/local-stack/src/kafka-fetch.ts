import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Artifact,
  chosenArtifacts,
  isAsListed,
  jarName,
  jarUrl,
  pomOf,
  versionOf,
  wrongArtifacts,
} from './kafka-artifacts.ts';
import { findProgram, run } from './programs.ts';
import type { Site } from './site.ts';
import { StackError } from './stack-error.ts';

const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
/** Enough to fill a line of 100 Mbit/s, few enough for any proxy. */
const CONNECTIONS = 6;
const MAVEN_TIMEOUT_MS = 900_000;

type FetchOptions = Pick<Site, 'cacheDir' | 'env' | 'signal' | 'progress'>;

export interface KafkaJars {
  readonly version: string;
  readonly folder: string;
}

/**
 * The folder of Kafka's jars: from the cache, else fetched with Maven (which knows of mirrors and proxies), else over
 * HTTPS from Maven Central. Each jar is compared with its checksum every time. Throws a StackError where that fails.
 */
export async function kafkaJars(from: FetchOptions): Promise<KafkaJars> {
  const { cacheDir, progress, env } = from;
  const artifacts = await chosenArtifacts(env);
  const version = versionOf(artifacts);
  const folder = join(cacheDir, `kafka-${version}`);
  if ((await wrongArtifacts(folder, artifacts)).length === 0) return { version, folder };
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const megabytes = Math.round(artifacts.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);
    progress(`Kafka: fetching Apache Kafka ${version} (${artifacts.length} jars, ${megabytes} MB)`);
    await fetchWithMaven(artifacts, draft, from);
    const missing = await wrongArtifacts(draft, artifacts);
    await fetchOverHttps(missing, draft, from);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder).catch(() => undefined); // Somebody else was quicker: theirs is as good, if it is right.
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const wrong = await wrongArtifacts(folder, artifacts);
  if (wrong.length > 0)
    throw new StackError(`Kafka: ${wrong.map(jarName).join(', ')} in ${folder} is not what it should be; delete it`);
  return { version, folder };
}

async function fetchWithMaven(wanted: readonly Artifact[], folder: string, { env, signal, progress }: FetchOptions) {
  const maven = await findProgram('mvn', env);
  if (maven === undefined) return;
  await writeFile(join(folder, 'pom.xml'), pomOf(wanted));
  const args = ['-B', '-q', DEPENDENCY_PLUGIN, `-DoutputDirectory=${folder}`];
  const { ok } = await run(maven, args, { env, signal, cwd: folder, timeoutMs: MAVEN_TIMEOUT_MS });
  if (!ok) progress('Kafka: Maven could not fetch all of them; asking Maven Central itself');
}

async function fetchOverHttps(wanted: readonly Artifact[], folder: string, { signal, progress }: FetchOptions) {
  const queue = [...wanted];
  let done = 0;
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const content = await download(jarUrl(next), signal);
      if (!isAsListed(content, next)) throw new StackError(`${jarUrl(next)} has another checksum than the one listed`);
      await writeFile(join(folder, jarName(next)), content);
      done += 1;
      if (done % 10 === 0 || done === wanted.length) progress(`Kafka: ${done} of ${wanted.length} jars`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

async function download(url: string, signal: AbortSignal): Promise<Buffer> {
  try {
    // However slow the network is: only a connection that is silent for five minutes is given up, by fetch itself.
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error;
    throw new StackError(`Kafka: cannot fetch ${url} (${why}); mend the network, or set HELIOGRAPH_KAFKA_BROKERS`);
  }
}
