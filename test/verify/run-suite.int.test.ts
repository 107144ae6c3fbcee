import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVENTS_FILE, readEvents, stillRunning } from './events.ts';
import { startGroup } from './process-group.ts';
import { runSuite } from './run-suite.ts';

const never = new AbortController().signal;
const REPORTER = fileURLToPath(new URL('event-reporter.ts', import.meta.url));
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-verify-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const suite = (command: string) => ({ name: 'suite', command, budgetSeconds: 1 });
const limits = (boundMs: number, graceMs = 10_000) => ({ boundMs, graceMs });
const event = '{"kind":"file started","project":"p","file":"f"}';

/** The pid of a process that the suite has written down, once it has; whether it is still there. */
const pid = () => eventually(async () => Number(await readFile(join(folder, 'pid'), 'utf8')) || undefined);
const isThere = (id: number) => {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
};

describe('a suite', () => {
  it('ends with its exit code, and with what was written about it', async () => {
    const command = `echo '${event}' >> "$${EVENTS_FILE}"; exit 3`;
    const result = await runSuite(suite(command), limits(60_000), never);
    expect(result).toMatchObject({ code: 3, overran: false, events: [JSON.parse(event)] });
    expect(await runSuite(suite('true'), limits(60_000), never)).toMatchObject({ code: 0, events: [] });
  });

  it('is ended with all that it has started when it takes too long', async () => {
    const command = `sleep 600 & echo $! > '${folder}/pid'; echo '${event}' >> "$${EVENTS_FILE}"; wait`;
    const result = await runSuite(suite(command), limits(500), never);
    expect(result).toMatchObject({ code: 124, overran: true, events: [JSON.parse(event)] });
    expect(isThere(await pid())).toBe(false);
  });

  it('is ended by force where it does not stop', async () => {
    const command = `trap '' TERM; echo $$ > '${folder}/pid'; while :; do sleep 0.1; done`;
    const result = await runSuite(suite(command), limits(500, 300), never);
    expect(result).toMatchObject({ code: 124, overran: true });
    const id = await pid();
    await eventually(async () => !isThere(id));
  });

  it('may stop what it has started before it is gone', async () => {
    const command = `trap 'sleep 0.5; echo stopped > "${folder}/stopped"; exit 0' TERM; echo $$ > '${folder}/pid'; while :; do sleep 0.1; done`;
    const interrupted = new AbortController();
    const running = runSuite(suite(command), limits(60_000), interrupted.signal);
    await pid();
    interrupted.abort();
    expect(await running).toMatchObject({ code: 130, overran: false });
    expect(await readFile(join(folder, 'stopped'), 'utf8')).toBe('stopped\n');
  });
});

it('of vitest, each test is told as it starts and ends, so that one that hangs has a name', async () => {
  const eventsFile = join(folder, 'events');
  const config = `import { eventReporter } from '${REPORTER}';
export default { test: { name: 'p', globals: true, testTimeout: 0, maxWorkers: 2, include: ['*.test.mjs'], reporters: [eventReporter('${eventsFile}')] } };`;
  await writeFile(join(folder, 'vitest.config.mjs'), config);
  await writeFile(
    join(folder, 'a.test.mjs'),
    `it('passes', () => {});
it('fails', () => { throw new Error('on purpose'); });
it('hangs', () => new Promise(() => setInterval(() => {}, 1000)));`,
  );
  await writeFile(join(folder, 'b.test.mjs'), `throw new Error('on purpose');`);
  const group = startGroup(`'${process.execPath}' '${VITEST}' run --root '${folder}'`, process.env);
  try {
    const running = await eventually(async () => {
      const events = readEvents(eventsFile);
      const isHanging = events.some((e) => e.kind === 'test started' && e.test === 'hangs');
      return isHanging && events.some((e) => e.kind === 'file ended') && stillRunning(events);
    });
    expect(running).toEqual([expect.stringMatching(/a\.test\.mjs: hangs$/)]);
    const told = readEvents(eventsFile).flatMap((e) => (e.kind === 'test ended' ? [`${e.test}: ${e.state}`] : []));
    expect(told).toEqual(['passes: passed', 'fails: failed']);
    const unloaded = readEvents(eventsFile).flatMap((e) => (e.kind === 'file ended' && e.failed ? [e.file] : []));
    expect(unloaded).toEqual([expect.stringMatching(/b\.test\.mjs$/)]);
  } finally {
    await group.end('SIGTERM', 10_000);
  }
});
