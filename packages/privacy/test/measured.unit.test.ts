import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KINDS } from '../src/detectors/finding.ts';
import { PLANTED } from '../src/planted.ts';
import { DISGUISED, INNOCENT } from './corpora.ts';
import { found, measured, taken } from './measured.ts';

const document = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8');
const between = (from: string, to: string) => document.split(`${from}\n`)[1]?.split(`\n${to}`)[0]?.trim();

it('what docs/privacy.md says of false positives and negatives is what is measured', () => {
  expect(between('<!-- measured -->', '<!-- end of measured -->')).toBe(measured());
});

it('the published rates do not fall below their floors', () => {
  expect(found(PLANTED)).toBe(1);
  expect(found(DISGUISED)).toBeGreaterThanOrEqual(0.8);
  expect(new Set(INNOCENT).size).toBeGreaterThanOrEqual(1000);
  expect(taken(INNOCENT)).toBeLessThanOrEqual(0.005);
});

it('docs/privacy.md explains every kind, and no other', () => {
  const rows = between('## The tripwires', '### ')?.matchAll(/^\| `(\w+)` \|/gm) ?? [];
  expect([...rows].map(([, kind]) => kind)).toEqual(KINDS);
});
