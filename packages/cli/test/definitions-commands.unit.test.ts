import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeRegister } from '../src/definitions/commands/definitions.ts';
import { dispatch } from '../src/dispatch.ts';
import { heliograph } from '../src/program.ts';
import { theGoodOne } from './the-good-one.ts';

const GOOD = fileURLToPath(new URL('definitions-good/', import.meta.url));
const BAD = fileURLToPath(new URL('definitions-bad/', import.meta.url));
const SHIPPED = fileURLToPath(new URL('../../schema/definitions/', import.meta.url));
/** A day on which what is checked here has not expired. */
const ON = ['--on', '2026-11-21'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-definitions-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { env: {}, print: (line: string) => out.push(line), warn: (line: string) => err.push(line) };
  const code = await dispatch(heliograph, ['definitions', ...argv], terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const put = async (text: string, ...path: string[]) => {
  await mkdir(join(folder, ...path.slice(0, -1)), { recursive: true });
  await writeFile(join(folder, ...path), text);
};

describe('heliograph definitions check', () => {
  it('passes the definitions that are shipped, whether they are named or not', async () => {
    const passed = { code: 0, out: '2 definitions read, 0 errors, 0 warnings', err: '' };
    expect(await run('check', SHIPPED, ...ON)).toEqual(passed);
    expect(await run('check', ...ON)).toEqual(passed);
  });

  it('fails the bad ones', async () => {
    const { code, out } = await run('check', BAD, ...ON);
    expect(code).toBe(1);
    expect(out.split('\n').at(-1)).toMatch(/^\d+ definitions read, \d\d errors, 0 warnings$/);
    expect(JSON.parse((await run('check', BAD, '--json', ...ON)).out)).toMatchObject({ valid: false });
  });

  it('exits with 0 where there are warnings alone', async () => {
    expect(await run('check', GOOD, '--on', '2027-10-31')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 definition read, 0 errors, 1 warning'),
    });
  });

  it.each([
    ['--on', 'tomorrow'],
    ['--on', '2026-02-30'],
    ['--against', '--output=/tmp/x'],
    ['--against=--output=/tmp/x'],
    ['--against', 'main..next'],
    ['--against', 'HEAD:packages'],
    ['--against', '/nowhere/at/all'],
    ['--all'],
    ['.', '..'],
  ])('is not understood with %s %s', async (...argv) => {
    expect(await run('check', GOOD, ...argv)).toMatchObject({ code: 2, out: '' });
  });

  it('compares with another folder', async () => {
    await put(theGoodOne().replace('retention: 30d', 'retention: 20d'), 'acme.status.yaml');
    const { code, out } = await run('check', GOOD, '--against', folder, ...ON);
    expect(code).toBe(1);
    expect(out).toContain('acme.status.yaml:32:12: retention: breaking: longer: kept for 30d, not 20d');
    expect(out).toContain('schema_version: error: is still 1 after 1 breaking change\n    Set it to 2,');
    expect(out).toMatch(/2 errors, 0 warnings, 1 change$/);
  });

  it('compares with a folder that holds no definitions only by mistake', async () => {
    expect(await run('check', GOOD, '--against', folder, ...ON)).toMatchObject({ code: 2 });
  });
});

describe('heliograph definitions migrate', () => {
  const next = theGoodOne()
    .replace('schema_version: 1', 'schema_version: 2')
    .replace('on: 2026-11-02', 'on: 2026-11-20')
    .replace('  /workers: { type: integer', '  # Fractions since 3.21.\n  /workers: { type: number');
  const now = () => join(folder, 'now');
  const against = (...argv: string[]) => run(...argv, now(), '--against', GOOD);

  it('writes another name for a field of another type, and what check wants is there', async () => {
    await put(next, 'now', 'acme.status.yaml');
    const before = await against('check', ...ON);
    expect(before.code).toBe(1);
    expect(before.out).toContain(
      [
        'acme.status.yaml:27:77: influx.fields.1: error: /workers would be the float field workers in InfluxDB, which has the integer field workers: it would refuse these points',
        '    Write influx.names./workers: workers_float and influx.former_fields.workers: integer; definitions migrate does.',
      ].join('\n'),
    );
    const edits = [
      'acme.status.yaml: influx.names./workers: workers_float',
      'acme.status.yaml: influx.former_fields.workers: integer',
    ];
    const looked = await against('migrate');
    expect(looked).toMatchObject({ code: 0, out: [...edits, 'nothing was written; --write writes it'].join('\n') });
    expect(await readFile(join(now(), 'acme.status.yaml'), 'utf8')).toBe(next);

    expect(await against('migrate', '--write')).toMatchObject({ code: 0, out: edits.join('\n') });
    expect(await against('check', ...ON)).toMatchObject({ code: 0 });
    expect(await readFile(join(now(), 'acme.status.yaml'), 'utf8')).toContain('# Fractions since 3.21.');
    expect((await against('migrate')).out).toMatch(/^nothing to write/);
  });

  it('writes another measurement for other tags, whatever else has changed', async () => {
    await put(next.replace('tags: [/id, /cloud]', 'tags: [/id]'), 'now', 'acme.status.yaml');
    expect(await against('migrate', '--write')).toMatchObject({
      code: 0,
      out: [
        'acme.status.yaml: influx.measurement: acme_status_2',
        'acme.status.yaml: influx.former_measurements: [acme_status]',
      ].join('\n'),
    });
    expect(await against('check', ...ON)).toMatchObject({ code: 0 });
  });

  it('needs something to compare with, and files that can be read', async () => {
    await put(next, 'now', 'acme.status.yaml');
    expect(await run('migrate', now())).toMatchObject({ code: 2 });
    await put('application: [', 'now', 'b.yaml');
    expect(await against('migrate')).toMatchObject({ code: 1, err: expect.stringContaining('b.yaml:1:15') });
  });
});

describe('heliograph definitions check against a git revision', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  const check = (revision: string) => run('check', join(folder, 'definitions'), '--against', revision, ...ON);

  beforeEach(async () => {
    git('init', '--quiet', '--initial-branch', 'main');
    await put('nothing yet', 'README.md');
    commit('first');
    await put(theGoodOne(), 'definitions', 'acme.status.yaml');
    await put('not a definition', 'definitions', 'README.md');
    commit('second');
    git('tag', 'v1');
    await put(theGoodOne().replace('max: 10000', 'max: 20000'), 'definitions', 'acme.status.yaml');
  });

  it.each(['main', 'HEAD', 'v1', 'HEAD~0'])('%s sees what is not committed yet', async (revision) => {
    const { code, out } = await check(revision);
    expect(code).toBe(1);
    expect(out).toContain('fields./workers: extends: /workers takes numbers above max that it did not');
    expect(out).toContain('approval.on: error: is still the approval of 2026-11-02');
  });

  it('says so where there was nothing yet', async () => {
    expect(await check('HEAD~1')).toMatchObject({ code: 0, out: expect.stringContaining('nothing was compared') });
  });

  it.each(['no-such-branch', 'HEAD~99'])('does not know %s', async (revision) => {
    expect(await check(revision)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--against: git rev-parse failed'),
    });
  });
});

describe('heliograph definitions preview', () => {
  const file = join(GOOD, 'acme.status.yaml');
  const sample = (value: unknown) => put(typeof value === 'string' ? value : JSON.stringify(value), 'sample.json');
  const preview = (...more: string[]) => run('preview', file, join(folder, 'sample.json'), ...more);

  it('shows what becomes of a sample', async () => {
    await sample({ id: '6ba7b810-9dad-41d1-80b4-00c04fd430c8', version: '3.21.0', hostname: 'db1' });
    expect(await preview()).toMatchObject({
      code: 0,
      out: expect.stringContaining('/hostname  is not among the fields'),
    });
    expect(JSON.parse((await preview('--json')).out)).toMatchObject({
      definition: 'acme/status',
      reports: [{ records: [{ kept: [{ path: '/version', value: '3.21.0' }] }] }],
    });
  });

  it('exits with 1 where a record would be refused, or cannot be read', async () => {
    await sample({ version: '3.21.0' });
    expect(await preview()).toMatchObject({
      code: 1,
      out: expect.stringContaining('rejected by the gateway: missing_system_id at /id'),
    });
    await sample('{"id":');
    expect(await preview()).toMatchObject({ code: 1, err: expect.stringContaining('sample.json is no JSON') });
    expect(await run('preview', join(BAD, 'key-misspelt.yaml'), join(folder, 'sample.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('key-misspelt.yaml:32:12: retentoin'),
    });
  });

  it('takes two files', async () => {
    expect(await run('preview', file)).toMatchObject({ code: 2 });
  });
});

describe('heliograph definitions list', () => {
  const lines = (expires: string, status: 'approved' | 'draft' | 'retired') =>
    describeRegister({ definitions: [aDefinition({ status, expires })] }, Date.parse('2026-11-21T12:00:00Z'));

  it.each([
    ['2027-11-01', 'approved', /approved +yes +2027-11-01 +3/],
    ['2026-12-21', 'approved', /approved +yes +2026-12-21 \(30 d left\)/],
    ['2026-11-22', 'approved', /approved +yes +2026-11-22 \(1 d left\)/],
    ['2026-11-21', 'approved', /approved +no: expired +2026-11-21 +3/],
    ['2027-11-01', 'draft', /draft +in development mode +2027-11-01/],
    ['2026-11-01', 'draft', /draft +no: expired/],
    ['2027-11-01', 'retired', /retired +no: retired/],
    ['2026-11-01', 'retired', /retired +no: retired/],
  ] as const)('says of one until %s that is %s whether it takes data', (expires, status, expected) => {
    expect(lines(expires, status)[1]).toMatch(expected);
  });
});
