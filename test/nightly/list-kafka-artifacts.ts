import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes the list of jars of a Kafka release (by default the newest that Maven Central has) to standard output, in the form of
 * kafka-artifacts.json:
 *
 *     node test/nightly/list-kafka-artifacts.ts 4.4.0 > packages/local-stack/kafka-artifacts.newest.json
 */
const [version = 'RELEASE'] = process.argv.slice(2);
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const LINE = /^\s+([\w.-]+):([\w.-]+):jar:([\w.-]+):(?:compile|runtime)/;

const folder = mkdtempSync(join(tmpdir(), 'heliograph-kafka-jars-'));
try {
  const kafka = resolve(dependency('org.apache.kafka', 'kafka_2.13', version));
  // Kafka logs through slf4j 1; the binding belongs to its distribution and is no dependency.
  const log4j = kafka.find(({ artifact }) => artifact === 'log4j-core')?.version ?? '';
  const all = resolve(
    dependency('org.apache.kafka', 'kafka_2.13', version),
    dependency('org.apache.logging.log4j', 'log4j-slf4j-impl', log4j),
  );
  const list = all.map(({ group, artifact, version: of }) => {
    const content = readFileSync(join(folder, `${artifact}-${of}.jar`));
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { group, artifact, version: of, bytes: content.length, sha256 };
  });
  process.stdout.write(`${JSON.stringify(list, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function dependency(group: string, artifact: string, of: string): string {
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${of}</version></dependency>`;
}

/** Copies the jars that these need at run time into the folder, and gives their coordinates, sorted. Throws without Maven. */
function resolve(...dependencies: readonly string[]): { group: string; artifact: string; version: string }[] {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  writeFileSync(
    join(folder, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>heliograph</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependencies.join('')}</dependencies></project>`,
  );
  const goals = [`${DEPENDENCY_PLUGIN}:list`, `${DEPENDENCY_PLUGIN}:copy-dependencies`];
  const options = ['-DincludeScope=runtime', `-DoutputDirectory=${folder}`, '-DoutputFile=list.txt'];
  const { status, stdout, error } = spawnSync('mvn', ['-B', ...goals, ...options], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Maven could not resolve Kafka ${version}: ${error?.message ?? stdout}`);
  return readFileSync(join(folder, 'list.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, group = '', artifact = '', of = ''] = LINE.exec(line) ?? [];
      return group === '' ? [] : [{ group, artifact, version: of }];
    })
    .toSorted((a, b) => (`${a.group}:${a.artifact}` < `${b.group}:${b.artifact}` ? -1 : 1));
}
