import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CORE_FLOORS, isCore } from '../coverage.ts';
import { importGraph, importsOf, isRelative } from './imports.ts';
import { type Check, file, isProduction, readRepository, type SourceFile } from './repository.ts';
import { withoutStringsAndComments } from './text.ts';

const repository = readRepository();

/** Libraries that compute and touch nothing: shapes, wire formats, regular expressions in linear time, and what numbers mean. */
const PURE_LIBRARIES = new Set([
  '@bufbuild/protobuf/wire',
  'zod',
  're2js',
  'ibantools',
  'libphonenumber-js/min',
  'stdnum',
  'tldts',
]);
/** Clock, randomness, process and network come in as parameters. */
const IMPURE =
  /\b(?:Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|process\.|console\.|fetch\(|crypto\.|setTimeout\()/;

const isCoreFile = (f: SourceFile) => isProduction(f) && isCore(f.path);

/** Cores, and what they import at run time from their own package, and so on. */
function coresAndTheirs(files: readonly SourceFile[]): SourceFile[] {
  const graph = importGraph(files, ({ typeOnly }) => !typeOnly);
  const reached = new Set(files.filter(isCoreFile).map(({ path }) => path));
  for (const path of reached) for (const next of graph.get(path) ?? []) reached.add(next);
  return files.filter(({ path }) => reached.has(path));
}

const coresImportNothingOfTheWorld: Check = (files) =>
  coresAndTheirs(files).flatMap((f) =>
    importsOf(f.text)
      .filter(({ typeOnly }) => !typeOnly || isCoreFile(f))
      .filter(({ specifier }) => !isRelative(specifier) && !PURE_LIBRARIES.has(specifier))
      .filter(({ specifier }) => f.path.startsWith('packages/schema/') || !specifier.startsWith('@heliograph/'))
      .map(({ specifier }) => `${f.path} imports ${specifier}`),
  );

const coresCallNothingOfTheWorld: Check = (files) =>
  coresAndTheirs(files).flatMap(({ path, text }) => {
    const found = IMPURE.exec(withoutStringsAndComments(text));
    return found === null ? [] : [`${path} calls ${found[0]}`];
  });

describe('pure cores', () => {
  it('are there, under the names that this suite knows', () => {
    const globs = Object.keys(CORE_FLOORS);
    const missing = (files: readonly SourceFile[]) =>
      globs.filter((glob) => !files.some(({ path }) => matchesGlob(path, glob)));
    expect(missing(repository)).toEqual([]);
    expect(missing([file('packages/schema/src/a.ts')])).toHaveLength(globs.length - 1);
  });

  it('import no Node module and no client library, and neither does what they are made of', () => {
    expect(coresImportNothingOfTheWorld(repository)).toEqual([]);
    const canary = [
      file('services/dedup/src/dedup.ts', "import { keys } from './keys.ts';\nimport type { Pool } from 'pg';"),
      file('services/dedup/src/keys.ts', "import { createHash } from 'node:crypto';"),
      file('packages/schema/src/a.ts', "import { z } from 'zod';\nimport { x } from '@heliograph/stream';"),
      file('packages/privacy/src/a.ts', "import { readFileSync } from 'node:fs';"),
    ];
    expect(coresImportNothingOfTheWorld(canary)).toEqual([
      'services/dedup/src/dedup.ts imports pg',
      'services/dedup/src/keys.ts imports node:crypto',
      'packages/schema/src/a.ts imports @heliograph/stream',
      'packages/privacy/src/a.ts imports node:fs',
    ]);
  });

  it('ask neither a clock nor chance', () => {
    expect(coresCallNothingOfTheWorld(repository)).toEqual([]);
    const canary = file('services/dedup/src/dedup.ts', 'const now = Date.now();');
    expect(coresCallNothingOfTheWorld([canary])).toHaveLength(1);
  });
});
