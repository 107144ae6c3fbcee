import { readFileSync } from 'node:fs';
import { ADMIN_PORTS, camelCase, commonSettings, port, variableName } from '@heliograph/runtime';
import { SERVICES, type ServiceName } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { isProduction, readRepository } from './repository.ts';

const document = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const code = readRepository().filter(isProduction);

/** The rows of the tables of a section: their cells, without the backticks. */
function rowsOf(section: string): string[][] {
  const [, rest = ''] = document.split(`\n## ${section}\n`);
  const lines = (rest.split('\n## ', 1)[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .slice(2)
      .replaceAll('`', '')
      .split(' | ')
      .map((cell) => cell.trim()),
  );
}
const firstCells = (section: string) => rowsOf(section).map(([first]) => first);

/** What the first group of a pattern matches anywhere in the code, each once, sorted. */
function inCode(pattern: RegExp): string[] {
  const found = code.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  return [...new Set(found)].toSorted();
}

async function settingsOf(service: ServiceName): Promise<Readonly<Record<string, z.core.$ZodType>>> {
  const { Config } = await import(`../../services/${service}/src/config.ts`);
  const admin = { [`${camelCase(service)}AdminPort`]: port.default(ADMIN_PORTS[service]) };
  return Config.extend({ ...commonSettings, ...admin }).shape;
}

function defaultOf(setting: string, schema: z.ZodType): string {
  if (setting === 'definitionsFolder') return 'shipped';
  const { success, data } = schema.safeParse(undefined);
  if (!success) return 'required';
  return data === undefined || data === '' ? 'none' : String(data);
}

function readers(services: readonly string[]): string {
  const others = SERVICES.filter((service) => !services.includes(service));
  if (others.length === 0) return 'all';
  return others.length === 1 ? `all but ${others}` : services.join(', ');
}

describe('docs/operations.md', () => {
  it('has every setting, with its default and who reads it', async () => {
    const services = new Map<string, string[]>();
    const defaults = new Map<string, string>();
    for (const service of SERVICES)
      for (const [setting, schema] of Object.entries(await settingsOf(service))) {
        services.set(setting, [...(services.get(setting) ?? []), service]);
        defaults.set(setting, defaultOf(setting, schema as z.ZodType));
      }
    const wanted = [...services].map(([setting, by]) => [variableName(setting), defaults.get(setting), readers(by)]);
    expect(
      rowsOf('Configuration')
        .map((cells) => cells.slice(0, 3))
        .toSorted(),
    ).toEqual(wanted.toSorted());
  });

  it('has every metric', () => {
    expect(firstCells('Metrics').toSorted()).toEqual(inCode(/name: '(heliograph_\w+)'/g));
  });

  it('has every cause for which a partition waits or the process ends', () => {
    const rows = firstCells('When something is down');
    expect(rows.toSorted()).toEqual(inCode(/cause: '(\w+)'/g));
  });

  it('has every reason for which a record is dropped', () => {
    const [, drops = ''] = document.split('\nDrops are no loss');
    const named = [...(drops.split('\n## ', 1)[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(inCode(/drop\('(\w+)'\)/g)));
    expect(named).toEqual(expect.arrayContaining(inCode(/'(duplicate_\w+)'/g)));
  });

  it('tells of a status page that reads metrics which exist', () => {
    const read = code
      .filter(({ path }) => path.startsWith('services/portal/src/status/'))
      .flatMap(({ text }) => [...text.matchAll(/'(heliograph_\w+)'/g)].map(([, name = '']) => name))
      .filter((name) => name !== 'heliograph_');
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter((name) => !inCode(/name: '(heliograph_\w+)'/g).includes(name))).toEqual([]);
  });

  it('has every alert, each of metrics that exist', () => {
    const rules = readFileSync(new URL('../../deploy/alerts.yaml', import.meta.url), 'utf8');
    const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    expect(rowsOf('What to watch').flatMap(([cell = '']) => cell.split(', '))).toEqual(alerts);
    const metrics = inCode(/name: '(heliograph_\w+)'/g);
    const named = [...rules.matchAll(/heliograph_\w+/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !metrics.includes(name))).toEqual([]);
  });

  it('watches metrics that exist', () => {
    const metrics = inCode(/name: '(heliograph_\w+)'/g);
    const role = 'heliograph_reader';
    const named = [...document.matchAll(/heliograph_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
    expect(named.filter((name) => name !== role && !metrics.includes(name))).toEqual([]);
  });
});
