import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDefinition, cpuMsOf } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { DefinitionError, loadDefinitions, parseDefinition, problemLine } from '../src/index.ts';

/** As it stands in a file: durations are texts there. */
function aFile(application: string, telemetryType = 'status'): string {
  const definition = aDefinition({ application, telemetry_type: telemetryType });
  const record = { ...definition.record, late_window: '2d' };
  return stringify({ ...definition, record, retention: '30d' });
}

const linesOf = (text: string, file = 'a.yaml') => {
  const parsed = parseDefinition(file, text);
  return 'problems' in parsed ? parsed.problems.map(problemLine) : [];
};

describe('parseDefinition', () => {
  const good = aFile('example');

  it('reads a definition', () => {
    expect(parseDefinition('a.yaml', good)).toMatchObject({
      definition: { application: 'example', retention: 2592e6 },
    });
  });

  it.each([
    ['a syntax error', 'application: [', /^a\.yaml:1:15: /],
    [
      'a key twice in braces',
      good.replace('/id:', '/x: { type: boolean, type: boolean }\n  /id:'),
      /:\d+:24: the key type/,
    ],
    ['a key twice', `${good}owner: someone-else\n`, /^a\.yaml:\d+:1: the key owner stands here twice$/],
    ['a second document', `${good}---\n${good}`, /^a\.yaml:\d+:1: a file is one document, so no ---$/],
    ['an alias', good.replace('owner: tests', 'owner: &me tests').replace('title: Example', 'title: *me'), /alias/i],
    ['nothing', '', /^a\.yaml: holds no map of keys$/],
    ['a list', '- a\n- b\n', /^a\.yaml: holds no map of keys$/],
    ['an unknown key', `${good}colour: red\n`, /^a\.yaml:\d+:9: colour: is no key/],
    ['a tag that makes objects', `${good}colour: !!js/function "x"\n`, /colour: is no key/],
    ['a tag of its own', good.replace('owner: tests', 'owner: !mine tests'), /the tag !mine is not known/],
    ['a key that is a list', `${good}? [a, b]\n: c\n`, /a key is a plain text/],
    ['itself in itself', `${good}colour: &a [*a]\n`, /^a\.yaml:\d+:13: aliases such as \*a are not allowed/],
    ['too many bytes', `${good}# ${'x'.repeat(256 * 1024)}\n`, /^a\.yaml: larger than 262144 bytes$/],
  ])('refuses %s', (_, text, problem) => {
    expect(linesOf(text).join('\n')).toMatch(problem);
  });

  it('refuses an alias bomb without unfolding it', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i += 1)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    let found: string[] = [];
    const cpuMs = await cpuMsOf(() => {
      found = linesOf(lines.join('\n'), 'bomb.yaml');
    });
    expect(found[0]).toMatch(/^bomb\.yaml:2:10: aliases such as \*a0 are not allowed/);
    expect(cpuMs).toBeLessThan(1000);
  });

  it('tells every mistake of a file, with its place', () => {
    const bad = good.replace('schema_version: 1', 'schema_version: 0').replace('retention: 30d', 'retention: ever');
    expect(linesOf(bad)).toEqual([
      'a.yaml:3:17: schema_version: Too small: expected number to be >=1',
      expect.stringMatching(/^a\.yaml:\d+:12: retention: expected a duration such as 36h or 30d, at most 366d$/),
    ]);
  });

  it.each([
    [
      'a missing key at what should hold it',
      ['  system_id: /id\n', ''],
      /^a\.yaml:\d+:1: record\.system_id: is missing$/,
    ],
    ['a field with its pointer', ['type: version', 'type: colour'], /^a\.yaml:\d+:11: fields\.\/version\.type: /],
    [
      'an element of a list',
      ['    - /count', '    - /colour'],
      /^a\.yaml:\d+:7: influx\.fields\.1: \/colour is not among/,
    ],
    [
      'a name that is no pointer',
      ['  /version:', '  version:'],
      /^a\.yaml:\d+:3: fields\.version: is no name for this/,
    ],
    [
      'a read of what is no field',
      ['system_id: /id', 'system_id: /uid'],
      /^a\.yaml:\d+:14: record\.system_id: \/uid is not/,
    ],
    ['a read of many', ['system_id: /id', 'system_id: /*/id'], /record\.system_id: \/\*\/id names many values/],
  ])('places %s', (_, [from = '', to = ''], problem) => {
    expect(good).toContain(from);
    expect(linesOf(good.replace(from, to)).join('\n')).toMatch(problem);
  });

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['braces', '{a:'.repeat(20_000)],
    ['dashes', '- '.repeat(40_000)],
    ['commas', `[${','.repeat(60_000)}]`],
    ['anchors', '&a '.repeat(20_000)],
    ['keys', Array.from({ length: 20_000 }, (_, i) => `${i.toString(36)}:`).join('\n')],
    ['nested lists that are closed', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ])('refuses a file of %s in a moment', async (_, text) => {
    let lines: string[] = [];
    const cpuMs = await cpuMsOf(() => {
      lines = linesOf(text);
    });
    expect(cpuMs).toBeLessThan(5000);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(50);
  });
});

describe('loadDefinitions', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heliograph-definitions-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = (name: string, text: string) => writeFile(join(folder, name), text);
  const problems = () =>
    loadDefinitions(folder).then(
      () => [],
      (error: unknown) => (error instanceof DefinitionError ? error.problems : Promise.reject(error)),
    );

  it('reads every .yaml and .yml file and nothing else', async () => {
    await put('one.yaml', aFile('one'));
    await put('two.yml', aFile('two'));
    await put('README.md', 'not a definition');
    const { definitions } = await loadDefinitions(folder);
    expect(definitions.map(({ application }) => application)).toEqual(['one', 'two']);
  });

  it('reads those that are shipped', async () => {
    const shipped = new URL('../../schema/definitions', import.meta.url).pathname;
    const { definitions } = await loadDefinitions(shipped);
    expect(definitions.map(({ application }) => application)).toEqual(['pulp', 'trento']);
  });

  it('tells what is wrong in all files at once', async () => {
    await put('a.yaml', 'application: [');
    await put('b.yaml', aFile('b').replace('owner: tests', 'owner: ""'));
    await put('c.yaml', aFile('c'));
    await put('d.yaml', aFile('c'));
    await put('e.yaml', aFile('c', 'other'));
    const receive = 'receive: { http: [{ path: /v1 }] }\n';
    await put('g.yaml', aFile('g') + receive);
    await put('h.yaml', aFile('h') + receive);
    await mkdir(join(folder, 'f.yaml'));
    const found = await problems();
    expect(found).toHaveLength(5);
    expect(found[0]).toMatch(/^a\.yaml:1:15: /);
    expect(found[1]).toMatch(/^b\.yaml:\d+:8: owner: /);
    expect(found.slice(2)).toEqual([
      'd.yaml:2:17: telemetry_type: c/status is defined in c.yaml already',
      'f.yaml: is no file',
      expect.stringMatching(/^h\.yaml:\d+:\d+: receive\.http: POST \/v1 is of g\.yaml already$/),
    ]);
  });

  it('refuses a folder without definitions, which would turn every report away', async () => {
    expect(await problems()).toEqual([`${folder}: holds no definitions`]);
  });

  it('refuses a folder that is not there', async () => {
    const missing = join(folder, 'missing');
    await expect(loadDefinitions(missing)).rejects.toThrow(`${missing}: cannot be read (ENOENT)`);
  });

  it('refuses a file in the place of a folder', async () => {
    await put('file', '');
    await chmod(join(folder, 'file'), 0o400);
    await expect(loadDefinitions(join(folder, 'file'))).rejects.toThrow('cannot be read (ENOTDIR)');
  });
});
