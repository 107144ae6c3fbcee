import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvents } from './events.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-tools-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a program of Node on a machine that has no other, and gives its exit code and what it printed. */
function runBare(args: readonly string[], given: NodeJS.ProcessEnv = {}): Promise<{ code: number; output: string }> {
  const env = { HOME: folder, PATH: folder, NO_COLOR: '1', ...given };
  return new Promise((resolve) =>
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    ),
  );
}

/** Stores that are not started, so that the one that is asked about is all that is missing. */
const elsewhere = {
  HELIOGRAPH_POSTGRES_URL: 'postgres://127.0.0.1:1/none',
  HELIOGRAPH_INFLUX_URL: 'http://127.0.0.1:1',
  HELIOGRAPH_INFLUX_API: 'v1',
};
const anIntTest = 'packages/testkit/test/stores.int.test.ts';

const MISSING: readonly [tool: string, args: readonly string[], env: NodeJS.ProcessEnv, line: RegExp][] = [
  [
    'Java',
    [VITEST, 'run', '--project', 'int', anIntTest],
    { ...elsewhere, HELIOGRAPH_TEST_SERVICES: 'native' },
    /^Kafka cannot be started \(.*no Java 17 or newer\)\. Install Java .*apt-get install openjdk-17.*$/m,
  ],
  [
    'Java for a system to break',
    ['test/failure/main.ts', '--scenario', 'mixed', '--quiet'],
    elsewhere,
    /^mixed broke off: Kafka cannot be started \(.*no Java 17 or newer\)\. Install Java .*$/m,
  ],
  [
    'Docker',
    [VITEST, 'run', '--project', 'int', anIntTest],
    { HELIOGRAPH_TEST_SERVICES: 'containers' },
    /^Containers cannot be started \(no Docker\)\. Install it \(https:\/\/docs\.docker\.com\/engine\/install\).*$/m,
  ],
  [
    'Chromium',
    [VITEST, 'run', '--project', 'browser'],
    { CHROMIUM: '/nowhere/chromium' },
    /^Chromium cannot be started \(.*\)\. Install it \(Debian: apt-get install chromium.*$/m,
  ],
  [
    'Go',
    ['test/influx/build.ts'],
    {},
    /^InfluxDB 1\.8\.10 cannot be built \(no go on the PATH\)\. Install Go \(Debian: apt-get install golang-go.*$/m,
  ],
];

describe('on a machine without', () => {
  it.each(MISSING)('%s, one line says how to get it', async (_, args, env, line) => {
    const { code, output } = await runBare(args, env);
    expect(output).toMatch(line);
    expect(output).not.toMatch(/^\s*(?:at |\u276f)/m);
    expect(output).not.toContain('No test files');
    expect(code).toBe(1);
  });

  it('an InfluxDB, its tests are named, each with the reason', async () => {
    const eventsFile = join(folder, 'events');
    const { code, output } = await runBare(['test/influx/main.ts'], { TEST_EVENTS_FILE: eventsFile });
    expect(code, output).toBe(1);
    const notRun = readEvents(eventsFile).flatMap((event) => (event.kind === 'not run' ? [event] : []));
    const built = notRun.filter(({ project }) => project === 'influx-1.8');
    expect(built.length).toBeGreaterThan(20);
    expect(built[0]?.why).toMatch(/^InfluxDB 1\.8 cannot be started .* npx pnpm@\S+ run build:influxd$/);
    const testFile = 'services/influx-sink/test/point-writer.influx.test.ts';
    const test = 'writing points > takes more points than one request holds';
    for (const line of ['1.6', '1.8', '2'])
      expect(notRun).toContainEqual(expect.objectContaining({ project: `influx-${line}`, file: testFile, test }));
  });

  it('Prometheus, the tests of the alerts are named, with the reason', async () => {
    const eventsFile = join(folder, 'events');
    await runBare(['test/alerts/main.ts'], { TEST_EVENTS_FILE: eventsFile });
    const notRun = readEvents(eventsFile).flatMap((event) => (event.kind === 'not run' ? [event] : []));
    expect(notRun.map(({ test }) => test)).toContain(
      'a real Prometheus that scrapes a sink whose store is down fires the alerts',
    );
    for (const { why } of notRun)
      expect(why).toBe(
        'Alerts cannot be tested (no prometheus, no promtool on the PATH). Install it (Debian: apt-get install prometheus).',
      );
  });
});
