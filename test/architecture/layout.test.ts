import { mayRead, SERVICES, TOPIC_IDS, topicSpec } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { type Check, file, isProduction, isTypeScript, readRepository } from './repository.ts';

const repository = readRepository();

const LONGEST_FILE = 250;
const LONGEST_MAIN = 40;
const LARGEST_MEDIAN = 80;

const linesOf = (text: string) => text.trimEnd().split('\n').length;
const nameOf = (path: string) => path.split('/').at(-1) ?? '';

const shortFiles: Check = (files) =>
  files
    .filter(isTypeScript)
    .map(({ path, text }) => ({
      path,
      lines: linesOf(text),
      most: nameOf(path) === 'main.ts' ? LONGEST_MAIN : LONGEST_FILE,
    }))
    .filter(({ lines, most }) => lines > most)
    .map(({ path, lines, most }) => `${path} has ${lines} lines; at most ${most}`);

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const NOT_A_NAME = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'lib', 'shared']);
const foldersHaveNames: Check = (files) =>
  files
    .filter(({ path }) =>
      path
        .split('/')
        .slice(0, -1)
        .some((folder) => NOT_A_NAME.has(folder)),
    )
    .map(({ path }) => path);

const indexOnlyAtPackageRoots: Check = (files) =>
  files
    .filter(isTypeScript)
    .filter(({ path }) => nameOf(path) === 'index.ts' && !/^packages\/[^/]+\/src\/index\.ts$/.test(path))
    .map(({ path }) => path);

const EXPLICIT_EXPORT = /^export (?:type )?\{[^}]*\} from '\.\/[^']+';$/gm;
const COMMENT = /\/\*[\s\S]*?\*\/|^\/\/.*$/gm;
const indexExportsByName: Check = (files) =>
  files
    .filter((f) => isProduction(f) && nameOf(f.path) === 'index.ts')
    .filter(({ text }) => text.replace(COMMENT, '').replace(EXPLICIT_EXPORT, '').trim() !== '')
    .map(({ path }) => `${path} holds more than explicit, named exports`);

/** Whoever works off a topic has a handler; whoever looks things up in one has not. */
const consumers = SERVICES.filter((service) =>
  TOPIC_IDS.some((id) => topicSpec(id).reading === 'by-group' && mayRead(service, id)),
);
const servicesHaveTheirFiles: Check = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  return SERVICES.flatMap((service) => {
    const wanted = ['main.ts', 'config.ts', ...(consumers.includes(service) ? ['handler.ts'] : [])];
    return wanted.map((name) => `services/${service}/src/${name}`);
  }).filter((path) => !paths.has(path));
};

const TEST_KINDS = ['unit', 'prop', 'int', 'influx', 'prometheus', 'e2e', 'browser'] as const;
const TEST_NAME = new RegExp(`\\.(?:${TEST_KINDS.join('|')})\\.test\\.ts$`);
const testsSayTheirKind: Check = (files) =>
  files
    .filter(isTypeScript)
    .filter(({ path }) => path.endsWith('.test.ts') && !path.startsWith('test/architecture/') && !TEST_NAME.test(path))
    .map(({ path }) => path);

const unusedKinds: Check = (files) =>
  TEST_KINDS.filter((kind) => !files.some(({ path }) => path.endsWith(`.${kind}.test.ts`)));

/** The suffixes in the sentence of CONTRIBUTING.md that lists them. */
const documentedKinds: Check = (files) => {
  const text = files.find(({ path }) => path === 'CONTRIBUTING.md')?.text ?? '';
  const [sentence = ''] = /Suffixes: [^:]*?\. /s.exec(text) ?? [];
  return [...sentence.matchAll(/`\.(\w+)`/g)].map(([, kind = '']) => kind);
};

const SKIPPED = /\b(?:it|test|describe)\.(?:skip|todo|only|skipIf|runIf|fails)\b/;
const nothingIsSkipped: Check = (files) =>
  files.filter((f) => isTypeScript(f) && f.path.endsWith('.test.ts') && SKIPPED.test(f.text)).map(({ path }) => path);

const numbers = repository.filter(isProduction).map(({ text }) => linesOf(text));

describe('layout', () => {
  it('has no file that is too long', () => {
    expect(shortFiles(repository)).toEqual([]);
    const canary = [
      file('packages/x/src/a.ts', 'x\n'.repeat(251)),
      file('services/x/src/main.ts', 'x\n'.repeat(41)),
      file('packages/x/src/b.ts', 'x\n'.repeat(250)),
    ];
    expect(shortFiles(canary)).toHaveLength(2);
  });

  it(`has short files: a median of ${median(numbers)} lines over ${numbers.length} files`, () => {
    expect(median(numbers)).toBeLessThanOrEqual(LARGEST_MEDIAN);
    expect(median([100, 1, 3])).toBe(3);
  });

  it('has no folder without a meaning', () => {
    expect(foldersHaveNames(repository)).toEqual([]);
    expect(foldersHaveNames([file('packages/x/src/utils/a.ts'), file('packages/lib/a.ts')])).toHaveLength(2);
  });

  it('has index.ts at package roots only, with nothing but explicit names', () => {
    expect(indexOnlyAtPackageRoots(repository)).toEqual([]);
    expect(indexExportsByName(repository)).toEqual([]);
    expect(indexOnlyAtPackageRoots([file('services/x/src/index.ts'), file('packages/x/src/y/index.ts')])).toHaveLength(
      2,
    );
    const canary = [
      file('packages/x/src/index.ts', "export * from './a.ts';"),
      file('packages/y/src/index.ts', "export { a } from './a.ts';\nexport const b = 1;"),
      file(
        'packages/z/src/index.ts',
        "/** Fine. */\nexport { a } from './a.ts';\nexport type {\n  B,\n} from './b.ts';",
      ),
    ];
    expect(indexExportsByName(canary)).toHaveLength(2);
  });

  it('has the same files in every service', () => {
    expect(servicesHaveTheirFiles(repository)).toEqual([]);
    expect(servicesHaveTheirFiles([])).toContain('services/dedup/src/handler.ts');
    expect(servicesHaveTheirFiles([])).not.toContain('services/portal/src/handler.ts');
  });

  it('has tests whose names say what they need, and none that is skipped', () => {
    expect(testsSayTheirKind(repository)).toEqual([]);
    expect(testsSayTheirKind([file('services/x/test/a.test.ts')])).toHaveLength(1);
    expect(unusedKinds(repository)).toEqual([]);
    expect(unusedKinds([file('services/x/test/a.unit.test.ts')])).toEqual([
      'prop',
      'int',
      'influx',
      'prometheus',
      'e2e',
      'browser',
    ]);
    expect(documentedKinds(repository)).toEqual(TEST_KINDS);
    const text = 'Suffixes: `.unit`, `.failure`. More of `.these`. ';
    expect(documentedKinds([file('CONTRIBUTING.md', text)])).toEqual(['unit', 'failure']);
    expect(nothingIsSkipped(repository)).toEqual([]);
    expect(nothingIsSkipped([file('services/x/test/a.unit.test.ts', ['it', 'skip("x")'].join('.'))])).toHaveLength(1);
  });
});
