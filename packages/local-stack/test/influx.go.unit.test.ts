import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildInfluxd, builtInfluxd } from '../src/influx.go.ts';
import { StackError } from '../src/stack-error.ts';

let cacheDir = '';
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'heliograph-go-'));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

async function writeProgram(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

function build(env: NodeJS.ProcessEnv = { PATH: '/nowhere' }) {
  return buildInfluxd({ cacheDir, env, signal: new AbortController().signal, progress: () => {} });
}

/** The path with a `go` that does this. */
async function withGo(script: string): Promise<NodeJS.ProcessEnv> {
  await mkdir(join(cacheDir, 'bin'));
  await writeProgram(join(cacheDir, 'bin', 'go'), script);
  return { PATH: `${join(cacheDir, 'bin')}:/usr/bin:/bin` };
}

describe('an influxd that Go has built', () => {
  it('is taken from the cache, where Go is not needed', async () => {
    expect(await builtInfluxd({ cacheDir })).toEqual({ missing: `no ${cacheDir}/influxd-1.8.10/influxd` });
    const program = join(cacheDir, 'influxd-1.8.10', 'influxd');
    await mkdir(join(cacheDir, 'influxd-1.8.10'));
    await writeProgram(program, 'exit 0');
    expect(await builtInfluxd({ cacheDir })).toBe(program);
    expect(await build()).toBe(program);
  });

  it('is built by its module path and version, whatever else Go is set to, and then there', async () => {
    const env = await withGo('echo "$*|$GOFLAGS|$GOWORK" > "$GOBIN/influxd"; chmod +x "$GOBIN/influxd"');
    const program = await build({ ...env, GOFLAGS: '-mod=vendor', GOBIN: '/nowhere' });
    expect(await builtInfluxd({ cacheDir })).toBe(program);
    expect(await readFile(program, 'utf8')).toBe('install github.com/influxdata/influxdb/cmd/influxd@v1.8.10||off\n');
    expect((await readdir(cacheDir)).toSorted()).toEqual(['bin', 'influxd-1.8.10']);
  });

  it('is not there where Go is missing or fails, and one line says why', async () => {
    await expect(build()).rejects.toThrow(
      new StackError(
        'InfluxDB 1.8.10 cannot be built (no go on the PATH). Install Go (Debian: apt-get install golang-go).',
      ),
    );
    const env = await withGo('echo "go: downloading"; echo "go: no network" >&2; exit 1');
    await expect(build(env)).rejects.toThrow(new StackError('InfluxDB 1.8.10 cannot be built: go: no network'));
    expect(await readdir(cacheDir)).toEqual(['bin']);
  });
});
