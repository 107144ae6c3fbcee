import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPLACE_MODULES } from '../../vitest.config.ts';
import { type Check, file, isProduction, isTypeScript, readRepository } from './repository.ts';
import { withoutStringsAndComments } from './text.ts';

const repository = readRepository();

const ANY = /(?:[:<|,]|\bas)\s*any\b/;
const NON_NULL = /[\w)\]]!(?=[.,;)\]}[]|$)/m;
const SUPPRESSION = /@ts-(?:ignore|expect-error|nocheck)|biome-(?:ignore)|eslint-(?:disable)/;

const noEscapeHatches: Check = (files) =>
  files.filter(isTypeScript).flatMap(({ path, text }) => {
    const code = withoutStringsAndComments(text);
    return [
      ...(ANY.test(code) ? [`${path} uses any`] : []),
      ...(NON_NULL.test(code) ? [`${path} asserts that something is not null`] : []),
      ...(SUPPRESSION.test(text) ? [`${path} silences a check`] : []),
    ];
  });

/** Who reads the process's environment; everybody else is given it. */
const READS_ENVIRONMENT = [
  'packages/runtime/src/lifecycle.ts',
  'packages/cli/src/main.ts',
  'packages/devtools/src/main.ts',
  'services/summarizer/src/import-history.ts',
  'packages/testkit/src/global-setup.ts',
  'packages/testkit/src/property-runs.ts',
  'packages/testkit/src/setup.ts',
  'packages/testkit/src/influx-global-setup.ts',
];
const environmentIsReadOnce: Check = (files) =>
  files
    .filter((f) => isProduction(f) && /\bprocess\.env\b/.test(withoutStringsAndComments(f.text)))
    .map(({ path }) => path)
    .filter((path) => !READS_ENVIRONMENT.includes(path));

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const FENCE = /^```[\s\S]*?^```/gm;
const linksLeadSomewhere: Check = (files) => {
  const places = new Set(files.flatMap(({ path }) => [path, ...parents(path)]));
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.replace(FENCE, '').matchAll(LINK)]
        .map(([, target = '']) => target.replace(/#.*$/, ''))
        .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
        .filter((target) => !places.has(posix.join(posix.dirname(path), target).replace(/\/$/, '')))
        .map((target) => `${path} links to ${target}`),
    );
};

function parents(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [folder, ...parents(folder)];
}

/** Paths and hosts of somebody's machine or network; documentation has 127.0.0.1, example.org and 192.0.2.0/24. */
const OF_A_MACHINE = [
  /(?<![\w.])\/(?:work|root|Users)\/\w+/,
  /\/home\/(?!node\b|runner\b)\w+/,
  /https?:\/\/[\w.-]+\.(?:internal|corp|lan|local)\b/,
];
/** Tests may hold such addresses, to see that they are removed. */
const OF_A_NETWORK = /\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b/;
/** Made-up personal data, to be found by the tripwires: data alone, and no code. */
const CORPUS = /^packages\/privacy\/corpora\/[\w-]+\.(?:json|txt)$/;
const nothingOfAMachine: Check = (files) =>
  files.flatMap(({ path, text }) => {
    if (CORPUS.test(path)) return [];
    const patterns = path.endsWith('.test.ts') ? OF_A_MACHINE : [...OF_A_MACHINE, OF_A_NETWORK];
    const found = patterns.map((pattern) => pattern.exec(text)?.[0]).filter((match) => match !== undefined);
    return found.map((match) => `${path} holds ${match}`);
  });

/** Other unit tests share their modules and would get the replacement, or give their own to this one. */
const replacingIsIsolated: Check = (files) =>
  files
    .filter((f) => isTypeScript(f) && /\bvi\.(?:mock|doMock)\(/.test(withoutStringsAndComments(f.text)))
    .map(({ path }) => path)
    .filter((path) => !REPLACE_MODULES.some((pattern) => posix.matchesGlob(path, pattern)));

/** The budget of a property has one factor, which the nightly run raises. */
const propertiesHaveBudgets: Check = (files) =>
  files
    .filter((f) => isTypeScript(f) && f.path.endsWith('.test.ts'))
    .flatMap(({ path, text }) =>
      withoutStringsAndComments(text)
        .split('\n')
        .filter((line) => /\bnumRuns: (?!propertyRuns\()/.test(line) && !line.includes('fc.sample('))
        .map((line) => `${path}: ${line.trim()}`),
    );

describe('hygiene', () => {
  it('has no escape hatches', () => {
    expect(noEscapeHatches(repository)).toEqual([]);
    const canary = [
      file('packages/x/src/a.ts', 'const a = b as any;'),
      file('packages/x/src/b.ts', 'function f(x: any) {}'),
      file('packages/x/src/c.ts', 'const a: Map<string, any> = new Map();'),
      file('packages/x/src/d.ts', 'const a = b!.c;'),
      file('packages/x/src/e.ts', 'const a = list[0]!;'),
      file('packages/x/src/f.ts', `// ${['@ts', 'ignore'].join('-')}`),
      file('packages/x/src/g.ts', `// ${['biome', 'ignore'].join('-')} lint: because`),
    ];
    expect(noEscapeHatches(canary)).toHaveLength(canary.length);
    const fine = "const a = b !== c; // as any, it's d!.e\nconst text = 'Map<string, any>!';\nif (!any) many(any);";
    expect(noEscapeHatches([file('packages/x/src/a.ts', fine)])).toEqual([]);
  });

  it('reads the environment at the entries only', () => {
    expect(environmentIsReadOnce(repository)).toEqual([]);
    expect(environmentIsReadOnce([file('services/x/src/config.ts', 'const a = process.env.A;')])).toHaveLength(1);
  });

  it('has no link that leads nowhere', () => {
    expect(linksLeadSomewhere(repository)).toEqual([]);
    const canary = file('docs/a.md', '[b](b.md) [c](../README.md#here) [d](https://example.org) [e](#e) [f](adr/)');
    expect(linksLeadSomewhere([canary, file('README.md'), file('docs/adr/0001.md')])).toEqual([
      'docs/a.md links to b.md',
    ]);
  });

  it('names no machine and no private network', () => {
    expect(nothingOfAMachine(repository)).toEqual([]);
    const paths = [
      ['', 'work', 'main'],
      ['', 'home', 'somebody'],
      ['', 'Users', 'somebody'],
    ].map((p) => p.join('/'));
    const hosts = [
      [10, 0, 0, 1],
      [192, 168, 1, 1],
      [172, 16, 0, 1],
    ].map((numbers) => numbers.join('.'));
    const canary = [...paths, ...hosts, `http://registry.${'internal'}/`].map((text) => file('docs/a.md', text));
    expect(nothingOfAMachine(canary)).toHaveLength(canary.length);
    const planted = hosts.join(' ');
    expect(nothingOfAMachine([file('packages/privacy/corpora/planted.json', planted)])).toEqual([]);
    expect(nothingOfAMachine([file('packages/privacy/src/planted.ts', planted)])).toHaveLength(1);
    expect(nothingOfAMachine([file('packages/privacy/corpora/planted.ts', planted)])).toHaveLength(1);
    expect(nothingOfAMachine([file('docs/a.md', '127.0.0.1, https://example.org/work/main, /v1/telemetry')])).toEqual(
      [],
    );
  });

  it('isolates the tests that replace modules', () => {
    expect(replacingIsIsolated(repository)).toEqual([]);
    const text = "vi.mock('../src/a.ts');";
    expect(replacingIsIsolated([file('packages/x/test/a.unit.test.ts', text)])).toHaveLength(1);
    expect(replacingIsIsolated([file('packages/stream/test/sink-lease.prop.test.ts', text)])).toEqual([]);
  });

  it('gives each property a budget that can be raised', () => {
    expect(propertiesHaveBudgets(repository)).toEqual([]);
    expect(propertiesHaveBudgets([file('packages/x/test/a.prop.test.ts', '{ numRuns: 500 }')])).toHaveLength(1);
    expect(propertiesHaveBudgets([file('packages/x/test/a.prop.test.ts', '{ numRuns: propertyRuns(9) }')])).toEqual([]);
  });
});
