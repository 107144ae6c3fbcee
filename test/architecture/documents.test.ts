import { matchesGlob } from 'node:path';
import { SERVICES } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allowedImports } from './allowed-imports.ts';
import { type Check, file, readRepository } from './repository.ts';

const repository = readRepository();
const ARCHITECTURE = 'docs/architecture.md';
const isDocument = (path: string) => path.endsWith('.md');

/** What begins like this is a path from the root. The part before it is no part of a longer path or of a URL. */
const FROM_THE_ROOT =
  /(?<![\w./@-])(?:packages|services|test|docs|deploy|patches|\.ci|\.github)\/[\w.*@<>{},/-]*[\w*>}/]/g;
/** A source file without the beginning of its path, or something below `src`, as code in a text. */
const SOURCE_FILE = /`((?:src\/[\w./-]+|[\w./-]+\.(?:tsx?|[mc]?js|css|sql|sh|patch)))`/g;
/** Stands for any name. */
const PLACEHOLDER = /<[\w-]+>/g;

const placesOf = (paths: readonly string[]) =>
  new Set(paths.flatMap((path) => path.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/'))));

const namedFilesExist: Check = (files) => {
  const places = [...placesOf(files.map(({ path }) => path))];
  const known = new Set(places);
  const exists = (path: string) =>
    known.has(path) || (/[*{]/.test(path) && places.some((one) => matchesGlob(one, path)));
  return files
    .filter(({ path }) => isDocument(path))
    .flatMap(({ path, text }) => {
      const full = [...text.matchAll(FROM_THE_ROOT)].map(([name]) => name);
      const short = [...text.matchAll(SOURCE_FILE)].map(([, name = '']) => name).filter((name) => !full.includes(name));
      return [
        ...full.filter((name) => !exists(name.replaceAll(PLACEHOLDER, '*').replace(/\/$/, ''))),
        ...short.filter((name) => !places.some((one) => `/${one}`.endsWith(`/${name.replace(/\/$/, '')}`))),
      ].map((name) => `${path} names ${name}`);
    });
};

/** The rows of a table whose header begins with these cells, without backticks. */
function tableOf(text: string, header: string): string[][] {
  const [, rest = ''] = text.split(`\n${header}\n`);
  const lines = rest.split('\n').slice(1);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((line) =>
    line
      .replaceAll('`', '')
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const OURS = '@heliograph/';
const listOf = (names: readonly string[]) =>
  names
    .map((name) => name.replace(OURS, ''))
    .toSorted()
    .join(', ') || 'none';

const misnumberedDecisions: Check = (files) => {
  const seen = new Set<string>();
  return files.flatMap(({ path, text }) => {
    const number = /^docs\/adr\/(\d{4})-/.exec(path)?.[1];
    if (number === undefined) return [];
    if (seen.has(number)) return [`${path} has a number twice`];
    seen.add(number);
    return text.startsWith(`# ${Number(number)}. `) ? [] : [`${path} is not # ${Number(number)}.`];
  });
};

/** The names of packages, what each may import, and the libraries of its package.json that are there at run time. */
function packagesIn(files: readonly ReturnType<typeof file>[]): string[] {
  return files.flatMap(({ path, text }) => {
    const name = /^packages\/([\w-]+)\/package\.json$/.exec(path)?.[1];
    if (name === undefined) return [];
    const libraries = Object.keys(Manifest.parse(JSON.parse(text)).dependencies).filter(
      (one) => !one.startsWith(OURS) && !one.startsWith('@types/'),
    );
    return [`${name}: ${listOf(allowedImports(`packages/${name}`))}; ${listOf(libraries)}`];
  });
}

function documentedPackages(text: string): string[] {
  const rows = tableOf(text, '| package | is | imports of ours | libraries |');
  return rows.map(([name, , ours, libraries]) => `${name}: ${ours}; ${libraries}`);
}

const COMMON = allowedImports('services/a-new-one');
const servicesThatImportMore = () =>
  SERVICES.map((name) => ({
    name,
    more: allowedImports(`services/${name}`).filter((one) => !COMMON.includes(one)),
  }))
    .filter(({ more }) => more.length > 0)
    .map(({ name, more }) => `${name}: ${listOf(more)}`);
const documentedServices = (text: string) =>
  tableOf(text, '| service | imports as well |').map(([name, more]) => `${name}: ${more}`);

describe('documents', () => {
  it('name files that exist', () => {
    expect(namedFilesExist(repository)).toEqual([]);
    const text = [
      'See `packages/a/src/a.ts`, packages/a/src, `a.ts`, `services/*/src/b.ts` and `packages/<name>/src/a.ts`.',
      'Not `packages/a/src/gone.ts`, packages/gone/, `gone.ts`, `src/a.ts`, `src/gone/` or services/*/src/gone.ts.',
      'https://example.org/docs/gone.md and /usr/share/docs/gone.md are elsewhere.',
    ].join('\n');
    const canary = ['packages/a/src/a.ts', 'services/b/src/b.ts'].map((path) => file(path));
    expect(namedFilesExist([...canary, file('docs/a.md', text)])).toEqual([
      'docs/a.md names packages/a/src/gone.ts',
      'docs/a.md names packages/gone/',
      'docs/a.md names services/*/src/gone.ts',
      'docs/a.md names gone.ts',
      'docs/a.md names src/gone/',
    ]);
  });

  it('number each decision once, and in its heading', () => {
    expect(misnumberedDecisions(repository)).toEqual([]);
    const canary = [
      file('docs/adr/0001-a.md', '# 1. A'),
      file('docs/adr/0001-b.md', '# 1. B'),
      file('docs/adr/0002-c.md', '# 3. C'),
    ];
    expect(misnumberedDecisions(canary)).toEqual([
      'docs/adr/0001-b.md has a number twice',
      'docs/adr/0002-c.md is not # 2.',
    ]);
  });

  it('have the packages, what each may import and its libraries', () => {
    const text = repository.find(({ path }) => path === ARCHITECTURE)?.text ?? '';
    expect(documentedPackages(text).toSorted()).toEqual(packagesIn(repository).toSorted());
    expect(documentedServices(text).toSorted()).toEqual(servicesThatImportMore().toSorted());
  });

  it('would differ from a package that they lack, an import that is not allowed and a library that is not there', () => {
    const canary = [
      file('packages/schema/package.json', JSON.stringify({ dependencies: { zod: '4.0.0' } })),
      file('packages/html/package.json', '{}'),
      file('packages/privacy/package.json', '{}'),
    ];
    const text = [
      '| package | is | imports of ours | libraries |',
      '|---|---|---|---|',
      '| `schema` | messages | none | `re2js`, `zod` |',
      '| `privacy` | rules | `schema`, `stream` | none |',
      '',
    ].join('\n');
    const [documented, actual] = [documentedPackages(`\n${text}\n`), packagesIn(canary)];
    expect(documented).toEqual(['schema: none; re2js, zod', 'privacy: schema, stream; none']);
    expect(actual).toEqual(['schema: none; zod', 'html: none; none', 'privacy: schema; none']);
  });
});
