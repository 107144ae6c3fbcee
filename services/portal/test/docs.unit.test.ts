import { readFileSync } from 'node:fs';
import { MEASURES } from '@heliograph/schema/summaries';
import { expect, it } from 'vitest';
import { COLUMNS } from '../src/api/columns.ts';
import { ROUTES } from '../src/api/routes.ts';
import { PROBLEMS } from '../src/problems/problem.ts';

const document = readFileSync(new URL('../../../docs/portal-api.md', import.meta.url), 'utf8');

it('docs/portal-api.md has every error code with its status', () => {
  const rows = [...document.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [code, Number(status)]);
  expect(rows).toEqual(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]));
});

it('docs/portal-api.md has every route of the API', () => {
  const rows = [...document.matchAll(/^\| `(\/api\/v1\/\S+)` \|/gm)].map(([, path]) => path);
  expect(rows.toSorted()).toEqual(
    Object.values(ROUTES)
      .map(({ path }) => path)
      .toSorted(),
  );
});

it('docs/portal-api.md has every column and every measure of the table', () => {
  const [, table = ''] = document.split('## The table');
  const columns = [...table.matchAll(/^\| `(\w+)` \| (\w+) \| (.*) \|$/gm)].map(([, name, type, text]) => ({
    name,
    type,
    text,
  }));
  const named = COLUMNS.map(({ name, type, description: text }) => ({ name, type, text }));
  expect(columns.slice(0, named.length)).toEqual(named);
  const [, measures = ''] = table.split('| measure |');
  const rows = (measures.split('\n\n', 1)[0] ?? '').split('\n').map((row) => row.split(' | ', 1)[0] ?? '');
  const found = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(found.toSorted()).toEqual([...MEASURES].toSorted());
});
