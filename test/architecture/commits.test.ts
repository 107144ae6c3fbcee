import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withProject } from './fixture-project.ts';
import { file, readRepository } from './repository.ts';
import { ROOT } from './tools.ts';

/**
 * Commits made before are not asked. A time and no commit: it means the same in a shallow clone, which has no older commits
 * anyway, and after a rebase.
 */
const SINCE = '2026-12-01T00:30:00Z';
const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];
const LONGEST = 120;
const HEADER = /^(?<type>[a-z]+)(?:\((?<scopes>[^()]*)\))?!?: (?<subject>\S.*)$/;
/** A second header in a subject: `test(cli): one thing; docs: another`. */
const SECOND_HEADER = /[;,] (?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([^()]*\))?: /;

/** Packages that have been split or merged since; commits of their time name them. */
const FORMER = ['service-kit', 'receipts'];

/** The services, the packages and the suites, by their folders. */
function scopesOf(paths: readonly string[]): Set<string> {
  const folders = paths.map((path) => /^(?:packages|services|test)\/([\w-]+)\//.exec(path)?.[1]);
  return new Set(['deploy', ...FORMER, ...folders.filter((folder) => folder !== undefined)]);
}

function faultOf(subject: string, known: ReadonlySet<string>): string | undefined {
  const { type = '', scopes } = HEADER.exec(subject)?.groups ?? {};
  if (!TYPES.includes(type)) return 'does not begin with a type';
  const unknown = (scopes?.split(',') ?? []).filter((scope) => !known.has(scope));
  if (unknown.length > 0) return `names ${unknown.join(',')}, which is no service, package or suite`;
  if (SECOND_HEADER.test(subject)) return 'has two headers, so it is two commits';
  if (subject.length > LONGEST) return `is longer than ${LONGEST} characters`;
  return subject.endsWith('.') ? 'ends with a full stop' : undefined;
}

const faultsOf = (subjects: readonly string[], known: ReadonlySet<string>) =>
  subjects.flatMap((subject) => {
    const fault = faultOf(subject, known);
    return fault === undefined ? [] : [`"${subject}" ${fault}`];
  });

/** Those of the commits that this clone has; an archive of the sources has none. Merges have subjects of their own. */
function subjectsSince(root: string, since: string): string[] {
  if (!existsSync(join(root, '.git'))) return [];
  const args = ['log', '--no-merges', `--since-as-filter=${since}`, '--format=%s'];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

describe('subjects of commits', () => {
  const known = scopesOf(readRepository().map(({ path }) => path));

  it('have a type, scopes that exist, and one thought', () => {
    expect(faultsOf(subjectsSince(ROOT, SINCE), known)).toEqual([]);
  });

  it('would be reported', () => {
    const good = [
      'fix(dedup): forget a key',
      'feat(stream,gateway)!: refuse more',
      'docs: say it',
      'test(failure): end',
    ];
    const bad = [
      'forget a key',
      'Fix: forget a key',
      'wip: forget a key',
      'fix(deduplication): forget a key',
      'fix(dedup,nothing): forget a key',
      'fix(dedup):forget a key',
      'test(cli): one week for tests; docs: the README in 120 lines',
      `fix: ${'x'.repeat(LONGEST)}`,
      'fix: forget a key.',
    ];
    expect(faultsOf(good, known)).toEqual([]);
    expect(faultsOf(bad, known)).toHaveLength(bad.length);
  });

  it('are those since a time, in a whole clone, in a shallow one and in an archive', () =>
    withProject([file('whole/a', '')], async (root) => {
      const git = (folder: string, args: readonly string[], date = SINCE) =>
        execFileSync(
          'git',
          ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args],
          {
            cwd: join(root, folder),
            env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
          },
        );
      const commit = (subject: string, date: string) =>
        git('whole', ['commit', '--quiet', '--allow-empty', '--message', subject], date);
      git('whole', ['init', '--quiet']);
      commit('before', '2026-11-01T00:00:00Z');
      commit('first', '2027-01-01T00:00:00Z');
      commit('second', '2027-01-02T00:00:00Z');
      git('.', ['clone', '--quiet', '--depth', '1', `file://${root}/whole`, 'shallow']);
      mkdirSync(join(root, 'archive'));
      expect(subjectsSince(join(root, 'whole'), SINCE)).toEqual(['second', 'first']);
      expect(subjectsSince(join(root, 'shallow'), SINCE)).toEqual(['second']);
      expect(subjectsSince(join(root, 'archive'), SINCE)).toEqual([]);
    }));
});
