import { posix } from 'node:path';
import { isTypeScript, type SourceFile } from './repository.ts';

export interface Import {
  /** As written: `node:fs`, `@heliograph/schema`, `./settle.ts`. */
  readonly specifier: string;
  /** Gone at run time. */
  readonly typeOnly: boolean;
}

const STATIC = /^\s*(?:import|export)\s+(type\s+)?(?:[^;'"`]*?\bfrom\s*)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport(?:\.meta\.resolve)?\(\s*['"]([^'"]+)['"]/g;

/**
 * What a file imports or re-exports. Reads Biome's formatting by pattern, since erasable TypeScript needs no parser here:
 * a statement begins its line and has no string but the specifier.
 */
export function importsOf(text: string): Import[] {
  const fixed = [...text.matchAll(STATIC)].map(([, type, specifier = '']) => ({
    specifier,
    typeOnly: type !== undefined,
  }));
  const lazy = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({ specifier, typeOnly: false }));
  return [...fixed, ...lazy];
}

/** The path that a relative import of a file leads to. */
export function resolveRelative(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

export const isRelative = (specifier: string) => specifier.startsWith('.');

/** The relative imports among files: path to the paths that it imports. */
export function importGraph(
  files: readonly SourceFile[],
  follow: (found: Import) => boolean = () => true,
): Map<string, string[]> {
  return new Map(
    files.filter(isTypeScript).map(({ path, text }) => [
      path,
      importsOf(text)
        .filter((found) => isRelative(found.specifier) && follow(found))
        .map((found) => resolveRelative(path, found.specifier)),
    ]),
  );
}

/** One chain of files for each cycle that is found: a, b, a. */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const visit = (path: string, chain: readonly string[]) => {
    const at = chain.indexOf(path);
    if (at >= 0) cycles.push([...chain.slice(at), path]);
    if (at >= 0 || finished.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...chain, path]);
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}
