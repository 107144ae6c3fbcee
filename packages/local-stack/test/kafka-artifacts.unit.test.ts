import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IMAGES } from '../src/images.ts';
import {
  type Artifact,
  chosenArtifacts,
  jarName,
  jarUrl,
  KAFKA_ARTIFACTS,
  KAFKA_VERSION,
  pomOf,
  versionOf,
  wrongArtifacts,
} from '../src/kafka-artifacts.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-jars-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const artifactOf = (name: string, content: string): Artifact => ({
  group: 'org.example.group',
  artifact: name,
  version: '1.0',
  bytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
});

describe('the list of artifacts', () => {
  it('pins each jar once, with a checksum', () => {
    expect(KAFKA_ARTIFACTS).toHaveLength(46);
    expect(new Set(KAFKA_ARTIFACTS.map(jarName)).size).toBe(KAFKA_ARTIFACTS.length);
    for (const { sha256, bytes } of KAFKA_ARTIFACTS) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(0);
    }
  });

  it('holds one Kafka, and one binding of the logging interface that it uses', () => {
    const versionsOfKafka = KAFKA_ARTIFACTS.filter(({ group }) => group === 'org.apache.kafka').map(
      ({ version }) => version,
    );
    expect(new Set(versionsOfKafka)).toEqual(new Set([KAFKA_VERSION]));
    expect(IMAGES.kafka).toBe(`apache/kafka:${KAFKA_VERSION}`);
    const names = KAFKA_ARTIFACTS.map(jarName);
    // A binding for slf4j 2 is not found by slf4j 1, which then warns and logs nothing.
    expect(names.filter((name) => /slf4j/.test(name))).toEqual(['log4j-slf4j-impl-2.24.3.jar', 'slf4j-api-1.7.36.jar']);
  });
});

describe('another list', () => {
  const choose = async (text: string) => {
    const path = join(folder, 'list.json');
    await writeFile(path, text);
    return chosenArtifacts({ KAFKA_ARTIFACTS: path });
  };

  it('is the one that KAFKA_ARTIFACTS names', async () => {
    const list = [artifactOf('kafka_2.13', 'a'), artifactOf('b', 'b')];
    expect(await choose(JSON.stringify(list))).toEqual(list);
    expect(versionOf(list)).toBe('1.0');
    expect(await chosenArtifacts({})).toBe(KAFKA_ARTIFACTS);
    expect(await chosenArtifacts({ KAFKA_ARTIFACTS: '' })).toBe(KAFKA_ARTIFACTS);
  });

  it('is refused in one line where it is none', async () => {
    const withoutSum = [{ ...artifactOf('kafka_2.13', 'a'), sha256: undefined }];
    for (const text of ['', '{}', JSON.stringify([artifactOf('b', 'b')]), JSON.stringify(withoutSum)])
      await expect(choose(text)).rejects.toThrow(/^KAFKA_ARTIFACTS is .*, which is no list of Kafka's jars/);
    const nowhere = join(folder, 'nowhere.json');
    await expect(chosenArtifacts({ KAFKA_ARTIFACTS: nowhere })).rejects.toThrow('cannot be read');
  });
});

describe('a folder of jars', () => {
  it('is right when every file is there with its content', async () => {
    const wanted = [artifactOf('a', 'content of a'), artifactOf('b', 'content of b')];
    for (const [i, content] of ['content of a', 'content of b'].entries())
      await writeFile(join(folder, `${['a', 'b'][i]}-1.0.jar`), content);
    expect(await wrongArtifacts(folder, wanted)).toEqual([]);
  });

  it('names what is missing, altered or cut off', async () => {
    const [good, missing, altered, short] = ['good', 'missing', 'altered', 'short'].map((name) =>
      artifactOf(name, name),
    );
    await writeFile(join(folder, 'good-1.0.jar'), 'good');
    await writeFile(join(folder, 'altered-1.0.jar'), 'ALTERED');
    await writeFile(join(folder, 'short-1.0.jar'), 'sho');
    const wanted = [good, missing, altered, short].filter((one) => one !== undefined);
    expect((await wrongArtifacts(folder, wanted)).map(({ artifact }) => artifact)).toEqual([
      'missing',
      'altered',
      'short',
    ]);
  });

  it('that is not there lacks all', async () => {
    expect(await wrongArtifacts(join(folder, 'nowhere'), KAFKA_ARTIFACTS)).toHaveLength(KAFKA_ARTIFACTS.length);
  });
});

describe('where they come from', () => {
  it('is the layout of Maven Central', () => {
    expect(jarUrl(artifactOf('tool', ''))).toBe(
      'https://repo1.maven.org/maven2/org/example/group/tool/1.0/tool-1.0.jar',
    );
  });

  it('is, with Maven, a pom that asks for these and nothing that they depend on', () => {
    const pom = pomOf(KAFKA_ARTIFACTS);
    expect(pom.match(/<dependency>/g)).toHaveLength(KAFKA_ARTIFACTS.length);
    expect(pom.match(/<exclusion><groupId>\*<\/groupId><artifactId>\*<\/artifactId>/g)).toHaveLength(
      KAFKA_ARTIFACTS.length,
    );
  });
});
