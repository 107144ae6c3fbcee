import { aDefinition, readablePseudonyms, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { BARE_RECORD } from '../src/bare-record.ts';
import { largestRecordBytes } from '../src/largest-record.ts';
import { compile } from '../src/sanitize.ts';

type Fields = NonNullable<NonNullable<Parameters<typeof aDefinition>[0]>['fields']>;

function defined(fields: Fields, maxBytes: number) {
  const [first = ''] = Object.keys(fields);
  return aDefinition({
    fields,
    influx: { measurement: 'status', tags: [], fields: [first] },
    record: { system_id: '/id', late_window: '2d', max_bytes: maxBytes },
  });
}

const nested = (value: unknown) => ({ m: Array.from({ length: 256 }, () => ({ v: Array(256).fill(value) })) });
const wide = (value: unknown) =>
  Object.fromEntries(Array.from({ length: 190 }, (_, i) => [`f${i}`, Array(256).fill(value)]));
const ofEach = (field: Fields[string]): Fields =>
  Object.fromEntries(Array.from({ length: 190 }, (_, i) => [`/f${i}/*`, field]));

const GROWING: readonly (readonly [name: string, fields: Fields, payload: object])[] = [
  [
    'empty texts that become a word',
    { '/m/*/v/*': { type: 'enum', values: ['a'], otherwise: 'x'.repeat(48) } },
    nested(''),
  ],
  [
    'empty texts that become a word of control characters',
    { '/m/*/v/*': { type: 'enum', values: ['a'], otherwise: '\u0001'.repeat(64) } },
    nested(''),
  ],
  ['digits that are hashed', { '/m/*/v/*': { type: 'integer', sanitise: 'hash' } }, nested(1)],
  ['digits that are hashed, in many fields', ofEach({ type: 'integer', sanitise: 'hash' }), wide(1)],
  ['numbers that are written out', { '/m/*/v/*': { type: 'number' } }, nested(1e20)],
  ['personal data in texts', { '/m/*/v/*': { type: 'string' } }, nested('u:a@b.io')],
  [
    'words of three bytes a character',
    { '/m/*/v/*': { type: 'enum', values: ['€'.repeat(64)] } },
    nested('€'.repeat(64)),
  ],
];

describe('the largest record of a definition', () => {
  it.each(GROWING)('is not exceeded by %s', (_, fields, payload) => {
    const definition = defined(fields, 900_000);
    const { observation } = compile(
      definition,
      readablePseudonyms(() => 'h'.repeat(22)),
    )({ ...BARE_RECORD, payload });
    const grown = Buffer.byteLength(JSON.stringify(observation));
    expect(grown).toBeLessThanOrEqual(largestRecordBytes(definition));
  });

  it.each(GROWING.slice(0, 4))('tells what no broker would take: %s', (_, fields) => {
    expect(largestRecordBytes(defined(fields, 900_000))).toBeGreaterThan(1_048_576);
  });

  it('is what was sent where nothing grows', () => {
    expect(largestRecordBytes(defined({ '/ok': { type: 'boolean' } }, 65_536))).toBeLessThan(68_000);
  });

  it('fits the log for every definition that is shipped', () => {
    for (const definition of shippedDefinitions().definitions)
      expect(largestRecordBytes(definition)).toBeLessThan(200_000);
  });
});
