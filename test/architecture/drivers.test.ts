import { describe, expect, it } from 'vitest';
import { importsOf, isRelative, resolveRelative } from './imports.ts';
import { file, readRepository, type SourceFile } from './repository.ts';

const WITHOUT_DATABASE = ['gateway', 'sanitizer', 'dedup'];
const DRIVERS = /^(?:pg|node-pg-migrate)(?:\/|$)/;
const KAFKA = /^kafkajs(?:\/|$)/;
const OURS = /^@heliograph\/([\w-]+)(?:\/([\w-]+))?$/;

/** Where an import of a package of ours leads: its index.ts, or the file that it exports by a name. */
function entryOf(specifier: string): string | undefined {
  const [, name, part] = OURS.exec(specifier) ?? [];
  return name && `packages/${name}/src/${part ?? 'index'}.ts`;
}

/** The modules that are loaded with a file, each with the first file that imports it. Types are gone at run time. */
function loadedFrom(main: string, files: readonly SourceFile[]): Map<string, string> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const loaded = new Map<string, string>();
  const waiting = [main];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const text = texts.get(path);
    if (text === undefined) throw new Error(`${path} is not there`);
    for (const { specifier, typeOnly } of importsOf(text)) {
      const target = isRelative(specifier) ? resolveRelative(path, specifier) : (entryOf(specifier) ?? specifier);
      if (typeOnly || loaded.has(target)) continue;
      loaded.set(target, path);
      if (texts.has(target) || isRelative(specifier) || OURS.test(specifier)) waiting.push(target);
    }
  }
  return loaded;
}

const driversOf = (service: string, files: readonly SourceFile[], drivers = DRIVERS) =>
  [...loadedFrom(`services/${service}/src/main.ts`, files)]
    .filter(([loaded]) => drivers.test(loaded))
    .map(([loaded, path]) => `${service} loads ${loaded} by ${path}`);

const repository = readRepository();

describe('the portal', () => {
  it('loads no client of Kafka', () => {
    expect(driversOf('portal', repository, KAFKA)).toEqual([]);
    expect(driversOf('postgres-sink', repository, KAFKA)).toHaveLength(1);
  });
});

describe('a service without a database', () => {
  it.each(WITHOUT_DATABASE)('loads no driver of one: %s', (service) => {
    expect(driversOf(service, repository)).toEqual([]);
  });

  it('is told from one with a database, by following its imports through packages', () => {
    for (const service of ['postgres-sink', 'summarizer'])
      expect(driversOf(service, repository)).toEqual(
        expect.arrayContaining([`${service} loads node-pg-migrate by packages/postgres/src/postgres.ts`]),
      );
    const canary = [
      file('services/dedup/src/main.ts', "import type { Pool } from 'pg';\nimport { x } from './dedup.ts';"),
      file('services/dedup/src/dedup.ts', "import { x } from '@heliograph/runtime';"),
      file('packages/runtime/src/index.ts', "export { x } from './x.ts';"),
      file('packages/runtime/src/x.ts', "import pg from 'pg';\nexport const x = pg;"),
    ];
    expect(driversOf('dedup', canary)).toEqual(['dedup loads pg by packages/runtime/src/x.ts']);
  });
});
