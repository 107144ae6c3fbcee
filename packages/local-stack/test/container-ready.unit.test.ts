import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilContainerReady } from '../src/docker.ts';

const signal = new AbortController().signal;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-docker-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A program that answers `docker logs` as a container does that says this. */
async function dockerThat(says: string): Promise<string> {
  const path = join(folder, 'docker');
  await writeFile(path, `#!/bin/sh\n${says}\n`);
  await chmod(path, 0o755);
  return path;
}

const ready = (docker: string, probe: () => Promise<boolean>, standstillMs = 1_000) =>
  untilContainerReady(docker, 'kafka', { dataDir: '/data', env: {}, signal }, probe, standstillMs);

describe('a container', () => {
  it('is waited for while its log grows, for longer than a standstill', async () => {
    const docker = await dockerThat(`echo x >> ${folder}/log; /bin/cat ${folder}/log`);
    const from = performance.now();
    await ready(docker, async () => performance.now() - from > 2_000);
  });

  it('that says nothing new is an error with the end of its log', async () => {
    const waiting = ready(await dockerThat('echo loading'), async () => false);
    await expect(waiting).rejects.toThrow(
      /^kafka in container heliograph-kafka-\w+ is not ready after \d\.\d s: loading$/,
    );
  });

  it('that has ended is not waited for', async () => {
    const waiting = ready(await dockerThat('echo No such container; exit 1'), async () => false, 60_000);
    await expect(waiting).rejects.toThrow(/ended while starting: No such container$/);
  });
});
