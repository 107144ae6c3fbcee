import { aDefinition, readablePseudonyms, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../src/detectors/finding.ts';
import { findLeaks } from '../src/leaks.ts';

type Fields = NonNullable<NonNullable<Parameters<typeof aDefinition>[0]>['fields']>;
const defined = (fields: Fields, rest: Parameters<typeof aDefinition>[0] = {}) => {
  const [first = ''] = Object.keys(fields);
  return aDefinition({ fields, influx: { measurement: 'status', tags: [], fields: [first] }, ...rest });
};
const leaks = (fields: Fields, rest?: Parameters<typeof aDefinition>[0]) =>
  findLeaks(defined(fields, rest)).map(({ pointer, kind, way }) => `${pointer} ${kind} ${way}`);

describe('the standard test of personal data', () => {
  it.each(shippedDefinitions().definitions.map((definition) => [definition.application, definition] as const))(
    'finds nothing that comes out of the shipped definition of %s',
    (_, definition) => {
      expect(findLeaks(definition)).toEqual([]);
    },
  );

  it.each(['redact', 'reject'] as const)('finds nothing in fields of every type with every rule that %s', (found) => {
    const fields: Fields = {
      '/uuid': { type: 'uuid' },
      '/text': { type: 'string', max_length: 1024 },
      '/cut': { type: 'string', max_length: 8, too_long: 'cut' },
      '/mask': { type: 'string', mask: { first: 12, last: 12 } },
      '/hash': { type: 'string', sanitise: 'hash' },
      '/drop': { type: 'string', sanitise: 'drop' },
      '/version': { type: 'version' },
      '/xy': { type: 'version', truncate: 'x.y' },
      '/integer': { type: 'integer', max: 9_999_999 },
      '/power': { type: 'integer', bucket: 'powers_of_two' },
      '/ranges': { type: 'number', bucket: [0, 10, 100] },
      '/round': { type: 'number', round: 1000, max: 1_000_000_000 },
      '/boolean': { type: 'boolean' },
      '/time': { type: 'timestamp' },
      '/choice': { type: 'enum', values: ['a', 'b'], otherwise: 'other' },
      '/plugins/*/version': { type: 'version' },
      '/seen/*': { type: 'timestamp' },
      '/ids/*': { type: 'uuid' },
      '/states/*': { type: 'enum', values: ['on', 'off'] },
      '/sizes/*': { type: 'number', bucket: [0, 10] },
      '/disks/*/note': { type: 'string', nullable: true },
      '/listed/*': { type: 'string', keys: ['a', 'b'] },
      '/deep/*/list/*': { type: 'string' },
      '/alice/hermes': { type: 'boolean' },
    };
    expect(leaks(fields, { personal_data_found: found })).toEqual([]);
  });

  it('finds numbers that may be anything', () => {
    const kinds = ['ip_address', 'telephone', 'card_number', 'national_id'];
    expect(leaks({ '/n': { type: 'integer' } })).toEqual(kinds.map((kind) => `/n ${kind} number`));
    expect(leaks({ '/list/*': { type: 'number', min: 0 } })).toEqual(kinds.map((kind) => `/list/* ${kind} number`));
    expect(leaks({ '/n': { type: 'integer', max: 4_294_967_295 } })).toContain('/n ip_address number');
    expect(leaks({ '/n': { type: 'integer', max: 99_999_999 } })).toEqual([
      '/n telephone number',
      '/n national_id number',
    ]);
  });

  it('takes the word of a review that says what a large number counts', () => {
    const fields: Fields = { '/bytes': { type: 'integer' }, '/other': { type: 'integer', max: 9_999_999 } };
    const review = { ...aDefinition().review, large_numbers: '/bytes counts the bytes of all disks' };
    expect(leaks(fields, { review })).toEqual([]);
  });

  it('finds a system id that is kept', () => {
    const found = leaks(
      { '/n': { type: 'boolean' } },
      { record: { system_id: '/id', system_key: 'keep', late_window: '2d' } },
    );
    expect(found).toEqual(KINDS.map((kind) => `/id ${kind} system_id`));
  });

  it('says what the author himself has written into the definition', () => {
    const fields: Fields = {
      '/contact': { type: 'enum', values: ['alice@example.com', 'nobody'], otherwise: 'db1.example.org' },
      '/m/*': { type: 'integer', max: 9, keys: ['10.1.2.3', 'b'] },
    };
    expect(leaks(fields)).toEqual(['/contact email written', '/contact host_name written', '/m/* ip_address written']);
  });

  it('would find it if the tripwires did not', () => {
    // A text without a tripwire is what a dropped one would be if it were kept: here one that is only hashed, to itself.
    const definition = defined({ '/text': { type: 'string', sanitise: 'hash' }, '/m/*': { type: 'boolean' } });
    const found = findLeaks(
      definition,
      readablePseudonyms((_, value) => value),
    );
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(found.filter(({ pointer, way }) => pointer === '/text' && way === 'value')).toHaveLength(KINDS.length);
    expect(found.filter(({ pointer }) => pointer === '/m/*')).toEqual([]);
  });
});
