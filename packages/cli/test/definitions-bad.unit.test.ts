import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDefinitions } from '@heliograph/definitions';
import { cpuMsOf } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { checkDefinitions } from '../src/definitions/check.ts';
import { reportLines } from '../src/definitions/commands/check.ts';

/** Each file differs from definitions-good/acme.status.yaml in one thing; of subject-a and subject-b, or taken-measurement, it takes both. */
const BAD = fileURLToPath(new URL('definitions-bad/', import.meta.url));
const NAMES = readdirSync(BAD).filter((name) => name.endsWith('.yaml'));
/** What check is to say of the folder, word for word. */
const EXPECTED = blocksOf(readFileSync(`${BAD}expected.txt`, 'utf8').trimEnd().split('\n'));

const report = checkDefinitions(await readDefinitions(BAD), '2026-11-21');
const said = blocksOf(reportLines(report).slice(0, -1));

/** The lines about each file: where something is wrong, and how it is mended in the lines below. */
function blocksOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  let file = '';
  return Map.groupBy(lines, (line) => {
    if (!line.startsWith(' ')) file = line.split(':', 1)[0] ?? '';
    return file;
  });
}

it.each(NAMES.filter((name) => name !== 'subject-a.yaml'))('%s is refused for what is bad about it', (name) => {
  expect(said.get(name)).toEqual(EXPECTED.get(name));
  expect(EXPECTED.get(name)?.[0]).toMatch(/^[a-z-]+\.yaml(?::\d+:\d+)?: .*error: /);
});

it('every file is known, and every finding is of a file', () => {
  expect([...said.keys()].toSorted()).toEqual([...EXPECTED.keys()].toSorted());
  expect([...said.keys(), 'subject-a.yaml'].toSorted()).toEqual(NAMES.toSorted());
});

it('an alias bomb and a cycle are refused in a moment', async () => {
  expect(await cpuMsOf(() => readDefinitions(BAD))).toBeLessThan(4000);
});
