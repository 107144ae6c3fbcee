import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the repository; `path` is relative to its root, with slashes. Every check is a function over a list of them. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A rule of the repository: gives one line for each place where it is broken. */
export type Check = (files: readonly SourceFile[]) => string[];

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What .gitignore keeps out. */
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage', '.heliograph']);

/** All files of this checkout that are, or are about to be, committed. */
export function readRepository(): SourceFile[] {
  return [...walk('')].map((path) => ({ path, text: isPicture(path) ? '' : readFileSync(`${ROOT}${path}`, 'utf8') }));
}

const isPicture = (path: string) => path.endsWith('.png');

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(`${ROOT}${folder}`, { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name) || entry.name.endsWith('.log')) continue;
    if (entry.isDirectory()) yield* walk(`${folder}${entry.name}/`);
    else if (entry.isFile()) yield `${folder}${entry.name}`;
  }
}

/** The TypeScript of packages, services and tests. */
export const isTypeScript = ({ path }: SourceFile) => /^(?:packages|services|test)\/.*\.tsx?$/.test(path);

/** TypeScript that runs in production, as against tests. */
export const isProduction = (file: SourceFile) =>
  isTypeScript(file) && /^(?:packages|services)\/[^/]+\/src\//.test(file.path);

/** `packages/stream` for `packages/stream/src/settle.ts`, `test` for all that is in it. */
export function ownerOf(path: string): string {
  const [top = '', name = ''] = path.split('/');
  return top === 'test' ? top : `${top}/${name}`;
}

export function file(path: string, text = ''): SourceFile {
  return { path, text };
}
