import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import artifacts from '../kafka-artifacts.json' with { type: 'json' };
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
export const KAFKA_VERSION = versionOf(KAFKA_ARTIFACTS);

const MAVEN_CENTRAL = 'https://repo1.maven.org/maven2';

/** The list that KAFKA_ARTIFACTS names, as a path; by default the one of this package. Throws a StackError if it is no list. */
export async function chosenArtifacts({ KAFKA_ARTIFACTS: path }: NodeJS.ProcessEnv): Promise<readonly Artifact[]> {
  if (!path) return KAFKA_ARTIFACTS;
  const text = await readFile(path, 'utf8').catch(() => {
    throw new StackError(`KAFKA_ARTIFACTS is ${path}, which cannot be read`);
  });
  const list = parsed(text);
  if (!Array.isArray(list) || !list.every(isArtifact) || versionOf(list) === '')
    throw new StackError(`KAFKA_ARTIFACTS is ${path}, which is no list of Kafka's jars like kafka-artifacts.json`);
  return list;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isArtifact(value: unknown): value is Artifact {
  if (typeof value !== 'object' || value === null) return false;
  const { group, artifact, version, bytes, sha256 } = value as Readonly<Record<string, unknown>>;
  const texts = [group, artifact, version, sha256];
  return texts.every((text) => typeof text === 'string') && typeof bytes === 'number';
}

/** The version of Kafka itself; empty where the list is without it. */
export function versionOf(list: readonly Artifact[]): string {
  return list.find(({ artifact }) => artifact.startsWith('kafka_'))?.version ?? '';
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

export function isAsListed(content: Buffer, { bytes, sha256 }: Artifact): boolean {
  return content.length === bytes && createHash('sha256').update(content).digest('hex') === sha256;
}
