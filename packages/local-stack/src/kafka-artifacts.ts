import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import artifacts from '../kafka-artifacts.json' with { type: 'json' };
import { findProgram, run } from './programs.ts';
import { StackError } from './stack-error.ts';

/** One jar of Apache Kafka or of what it runs on; the list is committed, so that nothing unknown is ever run. */
export interface Artifact {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly bytes: number;
  /** Of the jar, in hex. */
  readonly sha256: string;
}

export const KAFKA_ARTIFACTS: readonly Artifact[] = artifacts;
export const KAFKA_VERSION = '4.1.1';

const MAVEN_CENTRAL = 'https://repo1.maven.org/maven2';
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
/** Enough to fill a line of 100 Mbit/s, few enough for any proxy. */
const CONNECTIONS = 6;
const MAVEN_TIMEOUT_MS = 300_000;
/** For one jar; the largest has 7 MB. */
const JAR_TIMEOUT_MS = 120_000;

interface FetchOptions {
  readonly cacheDir: string;
  readonly env: NodeJS.ProcessEnv;
  progress(line: string): void;
}

/**
 * The folder of Kafka's jars: from the cache, else fetched with Maven (which knows of mirrors and proxies), else over
 * HTTPS from Maven Central. Each jar is compared with its checksum every time. Throws a StackError where that fails.
 */
export async function kafkaJars({ cacheDir, env, progress }: FetchOptions): Promise<string> {
  const folder = join(cacheDir, `kafka-${KAFKA_VERSION}`);
  if ((await wrongArtifacts(folder, KAFKA_ARTIFACTS)).length === 0) return folder;
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const megabytes = Math.round(KAFKA_ARTIFACTS.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);
    progress(`Kafka: fetching Apache Kafka ${KAFKA_VERSION} (${KAFKA_ARTIFACTS.length} jars, ${megabytes} MB)`);
    await fetchWithMaven(draft, env, progress);
    const missing = await wrongArtifacts(draft, KAFKA_ARTIFACTS);
    await fetchOverHttps(missing, draft, progress);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder).catch(() => undefined); // Somebody else was quicker: theirs is as good, if it is right.
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const wrong = await wrongArtifacts(folder, KAFKA_ARTIFACTS);
  if (wrong.length > 0)
    throw new StackError(`Kafka: ${wrong.map(jarName).join(', ')} in ${folder} is not what it should be; delete it`);
  return folder;
}

/** Those of the artifacts that are not in the folder, or whose content is not what the list says. */
export async function wrongArtifacts(folder: string, wanted: readonly Artifact[]): Promise<Artifact[]> {
  const verdicts = await Promise.all(
    wanted.map(async (artifact) => {
      const content = await readFile(join(folder, jarName(artifact))).catch(() => undefined);
      return content !== undefined && isAsListed(content, artifact);
    }),
  );
  return wanted.filter((_, i) => verdicts[i] === false);
}

export function jarName({ artifact, version }: Artifact): string {
  return `${artifact}-${version}.jar`;
}

/** Where Maven Central has a jar. */
export function jarUrl(artifact: Artifact): string {
  const { group, artifact: name, version } = artifact;
  return `${MAVEN_CENTRAL}/${group.replaceAll('.', '/')}/${name}/${version}/${jarName(artifact)}`;
}

/** A pom that asks for exactly these jars: what they themselves depend on is excluded, because it is in the list. */
export function pomOf(wanted: readonly Artifact[]): string {
  const exclusions = '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>';
  const dependencies = wanted.map(
    ({ group, artifact, version }) =>
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${exclusions}</dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>heliograph</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>
${dependencies.join('\n')}
</dependencies></project>
`;
}

async function fetchWithMaven(folder: string, env: NodeJS.ProcessEnv, progress: FetchOptions['progress']) {
  const maven = await findProgram('mvn', env);
  if (maven === undefined) return;
  await writeFile(join(folder, 'pom.xml'), pomOf(KAFKA_ARTIFACTS));
  const args = ['-B', '-q', DEPENDENCY_PLUGIN, `-DoutputDirectory=${folder}`];
  const { ok } = await run(maven, args, { env, cwd: folder, timeoutMs: MAVEN_TIMEOUT_MS });
  if (!ok) progress('Kafka: Maven could not fetch all of them; asking Maven Central itself');
}

async function fetchOverHttps(wanted: readonly Artifact[], folder: string, progress: FetchOptions['progress']) {
  const queue = [...wanted];
  let done = 0;
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const content = await download(jarUrl(next));
      if (!isAsListed(content, next)) throw new StackError(`${jarUrl(next)} has another checksum than the one listed`);
      await writeFile(join(folder, jarName(next)), content);
      done += 1;
      if (done % 10 === 0 || done === wanted.length) progress(`Kafka: ${done} of ${wanted.length} jars`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

async function download(url: string): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(JAR_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error;
    throw new StackError(`Kafka: cannot fetch ${url} (${why}); mend the network, or set HELIOGRAPH_KAFKA_BROKERS`);
  }
}

function isAsListed(content: Buffer, { bytes, sha256 }: Artifact): boolean {
  return content.length === bytes && createHash('sha256').update(content).digest('hex') === sha256;
}
