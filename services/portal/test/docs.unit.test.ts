import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROBLEMS } from '../src/problem.ts';

const document = readFileSync(new URL('../../../docs/portal-api.md', import.meta.url), 'utf8');

it('docs/portal-api.md has every error code with its status', () => {
  const rows = [...document.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [code, Number(status)]);
  expect(rows).toEqual(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]));
});
