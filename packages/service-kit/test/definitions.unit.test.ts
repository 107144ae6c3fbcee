import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { DefinitionError, loadDefinitions, parseDefinition } from '../src/index.ts';

/** As it stands in a file: durations are texts there. */
function aFile(application: string, telemetryType = 'status'): string {
  const definition = aDefinition({ application, telemetry_type: telemetryType });
  const record = { ...definition.record, late_window: '2d' };
  return stringify({ ...definition, record, retention: '30d' });
}

describe('parseDefinition', () => {
  const good = aFile('example');

  it('reads a definition', () => {
    expect(parseDefinition('a.yaml', good)).toMatchObject({
      definition: { application: 'example', retention: 2592e6 },
    });
  });

  it.each([
    ['a syntax error', 'application: [', /^a\.yaml:1: /],
    ['a key twice', `${good}owner: someone-else\n`, /^a\.yaml:\d+: Map keys must be unique/],
    ['a second document', `${good}---\n${good}`, /^a\.yaml:\d+: Source contains multiple documents/],
    ['an alias', good.replace('owner: tests', 'owner: &me tests').replace('title: Example', 'title: *me'), /alias/i],
    ['nothing', '', /^a\.yaml: file: /],
    ['a list', '- a\n- b\n', /^a\.yaml: file: /],
    ['an unknown key', `${good}colour: red\n`, /^a\.yaml: file: .*colour/],
    ['a tag that makes objects', `${good}colour: !!js/function "x"\n`, /colour/],
    ['too many bytes', `${good}# ${'x'.repeat(256 * 1024)}\n`, /^a\.yaml: larger than 262144 bytes$/],
  ])('refuses %s', (_, text, problem) => {
    const parsed = parseDefinition('a.yaml', text);
    expect('problems' in parsed ? parsed.problems.join('\n') : 'taken').toMatch(problem);
  });

  it('refuses an alias bomb without unfolding it', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i += 1)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const start = performance.now();
    expect(parseDefinition('bomb.yaml', lines.join('\n'))).toEqual({
      problems: ['bomb.yaml: aliases are not allowed'],
    });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('tells every mistake of a file, with its place', () => {
    const bad = good.replace('schema_version: 1', 'schema_version: 0').replace('retention: 30d', 'retention: ever');
    expect(parseDefinition('a.yaml', bad)).toEqual({
      problems: [
        expect.stringMatching(/^a\.yaml: schema_version: /),
        'a.yaml: retention: expected a duration such as 36h or 30d, at most 366d',
      ],
    });
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
    await mkdir(join(folder, 'f.yaml'));
    const found = await problems();
    expect(found).toHaveLength(4);
    expect(found[0]).toMatch(/^a\.yaml:1: /);
    expect(found[1]).toMatch(/^b\.yaml: owner: /);
    expect(found.slice(2)).toEqual([
      'd.yaml: c/status is defined in c.yaml already',
      'f.yaml: cannot be read (EISDIR)',
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
