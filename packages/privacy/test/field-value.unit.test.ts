import { Field } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../src/detectors/finding.ts';
import { compileField } from '../src/field-value.ts';

const hash = (text: string) => `#${text}`;
const kept = (field: object, value: unknown) => compileField(Field.parse(field), hash)(value, () => {});
function found(field: object, value: unknown): Kind[] {
  const kinds: Kind[] = [];
  compileField(Field.parse(field), hash)(value, (kind) => kinds.push(kind));
  return kinds;
}

const UUID = '7826342e-8888-8888-8888-253f89af9127';

describe('a value that fits is kept as it is', () => {
  it.each<[object, unknown]>([
    [{ type: 'uuid' }, UUID],
    [{ type: 'uuid' }, UUID.toUpperCase()],
    [{ type: 'string', max_length: 5 }, 'Größe'],
    [{ type: 'string' }, ''],
    [{ type: 'version' }, '3.21.0'],
    [{ type: 'version' }, '15'],
    [{ type: 'version' }, '15-SP2'],
    [{ type: 'version' }, '3.22.0.dev'],
    [{ type: 'version' }, '2.0b1'],
    [{ type: 'version' }, '1.0.0-alpha.1+build.7'],
    [{ type: 'version' }, '5.14.21-150400.24.63-default'],
    [{ type: 'version' }, '119.0.6045.159'],
    [{ type: 'version' }, '2.4.1.0-7.el8'],
    ...[
      '13.0.1.4',
      '1.31.2-eks-7f9249a',
      '5.15.167.4-microsoft-WSL2',
      '20230911',
      '3.10.0-1160.el7',
      '17.0.9+9-LTS',
    ].map((text): [object, string] => [{ type: 'version' }, text]),
    [{ type: 'integer', min: 0, max: 10 }, 0],
    [{ type: 'integer', min: 0, max: 10 }, 10],
    [{ type: 'integer' }, -(2 ** 53) + 1],
    [{ type: 'number', min: 0.5 }, 0.5],
    [{ type: 'boolean' }, false],
    [{ type: 'timestamp' }, '2021-11-23T11:04:02.462687463+01:00'],
    [{ type: 'enum', values: ['azure', ''] }, ''],
    [{ type: 'enum', values: ['azure'], nullable: true }, null],
    [{ type: 'integer', bucket: 'powers_of_two', nullable: true }, null],
  ])('%j: %j', (field, value) => {
    expect(kept(field, value)).toBe(value);
    expect(found(field, value)).toEqual([]);
  });
});

describe('a value that does not fit is not kept', () => {
  it.each<[object, unknown]>([
    [{ type: 'uuid' }, `${UUID} `],
    [{ type: 'uuid' }, 'not-a-uuid'],
    [{ type: 'uuid' }, 5],
    [{ type: 'string', max_length: 5 }, 'abcdef'],
    [{ type: 'string', too_long: 'cut' }, 'x'.repeat(8193)],
    [{ type: 'string' }, 'a\u0000b'],
    [{ type: 'string' }, 'two\nlines'],
    [{ type: 'string' }, '\ud800'],
    [{ type: 'string' }, ['a']],
    [{ type: 'version' }, ''],
    [{ type: 'version' }, 'latest'],
    [{ type: 'version' }, '15 SP2'],
    [{ type: 'version' }, '3.21.'],
    [{ type: 'version' }, '1.2.3 jane@example.org'],
    [{ type: 'version' }, UUID],
    [{ type: 'version' }, 3.21],
    ...[
      ...['10.12.0.7-1', '1.0-172.19.44.203', '078-05-1120', '219099999', '19840312-1234', '84.03.12-123.45'],
      ...['1.0.0-john.doe', '1.0+jdoe-laptop', '2.1-DESKTOP-7KQ2M4P', '1.0-983b5c2d11aa', '59.334591-18.063240'],
    ].map((text): [object, string] => [{ type: 'version' }, text]),
    [{ type: 'version' }, '010.000.000.001'],
    [{ type: 'version', truncate: 'x.y' }, 'latest'],
    [{ type: 'version', truncate: 'x.y.z' }, '200.400.0000-rc1'],
    [{ type: 'integer' }, 1.5],
    [{ type: 'integer' }, 2 ** 53],
    [{ type: 'integer' }, '2'],
    [{ type: 'integer', min: 0, max: 10 }, -1],
    [{ type: 'integer', min: 0, max: 10 }, 11],
    [{ type: 'integer', bucket: 'powers_of_two' }, -1],
    [{ type: 'integer', bucket: 'powers_of_two', max: 10 }, 11],
    [{ type: 'integer', bucket: [10, 20] }, 9],
    [{ type: 'integer', bucket: [10, 20] }, '15'],
    [{ type: 'integer', round: 10 }, 2.5],
    [{ type: 'integer', round: 7 }, Number.MAX_SAFE_INTEGER],
    [{ type: 'number', round: 0.001 }, 1e300],
    [{ type: 'number' }, Number.POSITIVE_INFINITY],
    [{ type: 'number', max: 1 }, 1.01],
    [{ type: 'number', bucket: 'powers_of_two' }, Number.NaN],
    [{ type: 'boolean' }, 'true'],
    [{ type: 'boolean' }, null],
    [{ type: 'timestamp' }, '2021-02-30T00:00:00Z'],
    [{ type: 'timestamp' }, 'yesterday'],
    [{ type: 'enum', values: ['azure'] }, 'jane'],
    [{ type: 'enum', values: ['azure'], otherwise: 'other' }, 7],
    [{ type: 'enum', values: ['azure'], otherwise: 'other' }, null],
    [{ type: 'enum', values: ['azure'], sanitise: 'hash' }, 'jane'],
    [{ type: 'uuid', sanitise: 'hash' }, 'not-a-uuid'],
    [{ type: 'uuid', sanitise: 'hash' }, null],
  ])('%j: %j', (field, value) => {
    expect(kept(field, value)).toBeUndefined();
  });
});

describe('less is kept than was sent', () => {
  it.each<[object, unknown, unknown]>([
    [{ type: 'enum', values: ['azure'], otherwise: 'other' }, 'jane', 'other'],
    [{ type: 'version', truncate: 'x.y' }, '15.4.1-rc2', '15.4'],
    [{ type: 'version', truncate: 'x' }, '15.4.1', '15'],
    [{ type: 'version', truncate: 'x.y.z' }, '5.14.21-150400.24', '5.14.21'],
    [{ type: 'version', truncate: 'x.y' }, '15-SP2', '15'],
    [{ type: 'version', truncate: 'x.y' }, '2.0b1', '2.0'],
    [{ type: 'integer', bucket: 'powers_of_two' }, 0, 0],
    [{ type: 'integer', bucket: 'powers_of_two' }, 1, 1],
    [{ type: 'integer', bucket: 'powers_of_two' }, 7, 4],
    [{ type: 'integer', bucket: 'powers_of_two' }, 8, 8],
    [{ type: 'integer', bucket: 'powers_of_two' }, 2 ** 49 - 1, 2 ** 48],
    [{ type: 'number', bucket: 'powers_of_two' }, 0.3, 0.25],
    [{ type: 'integer', bucket: [0, 1, 5, 20] }, 4, 1],
    [{ type: 'integer', bucket: [0, 1, 5, 20] }, 5, 5],
    [{ type: 'integer', bucket: [0, 1, 5, 20] }, 9999, 20],
    [{ type: 'number', bucket: [-1, 0.5] }, -0.2, -1],
    [{ type: 'integer', round: 10 }, 14, 10],
    [{ type: 'integer', round: 10 }, 15, 20],
    [{ type: 'integer', round: 10 }, -4, 0],
    [{ type: 'number', round: 0.1 }, 0.34, 0.3],
    [{ type: 'number', round: 0.25 }, 1.4, 1.5],
    [{ type: 'string', mask: { first: 2 } }, 'abcdef', 'ab***'],
    [{ type: 'string', mask: { last: 2 } }, 'abcdef', '***ef'],
    [{ type: 'string', mask: { first: 1, last: 1 } }, 'äbc😀', 'ä***😀'],
    [{ type: 'string', mask: { first: 3, last: 3 } }, 'abcdef', '***'],
    [{ type: 'string', mask: {} }, 'abcdef', '***'],
    [{ type: 'string', mask: { first: 64 }, max_length: 20 }, 'ask jane@example.org', '***'],
    [{ type: 'string', mask: { first: 9 } }, 'ask jane@example.org for it', 'ask [emai***'],
    [{ type: 'string', max_length: 5, too_long: 'cut' }, 'abcdefgh', 'abcde'],
    [{ type: 'string', max_length: 5, too_long: 'cut' }, 'abcd😀', 'abcd'],
    [{ type: 'string' }, 'ask jane@example.org for it', 'ask [email] for it'],
    [{ type: 'string', max_length: 10, too_long: 'cut' }, 'jane.doe@example.org', '[email]'],
    [{ type: 'string', max_length: 6 }, 'a@b.io', '[email'],
    [{ type: 'uuid', sanitise: 'hash' }, UUID, `#${UUID}`],
    [{ type: 'integer', sanitise: 'hash' }, 7, '#7'],
    [{ type: 'string', sanitise: 'hash' }, 'jane@example.org', '#jane@example.org'],
    [{ type: 'enum', values: ['a'], otherwise: 'b', sanitise: 'hash' }, 'jane', '#b'],
    [{ type: 'uuid', sanitise: 'hash', nullable: true }, null, null],
  ])('%j: of %j it is %j', (field, value, expected) => {
    expect(kept(field, value)).toStrictEqual(expected);
  });
});

describe('what a version may not hold', () => {
  it.each<[string, Kind]>([
    ['10.0.0.1', 'ip_address'],
    ['203.0.113.77', 'ip_address'],
    ['202-555-0143', 'telephone'],
    ['4111-1111-1111-1111', 'card_number'],
    ['00-1b-44-11-3a-b7', 'mac_address'],
    ['001b.4411.3ab7', 'mac_address'],
    ['3c7e1f0a9b8d4c5e8f7a6b5c4d3e2f10', 'machine_id'],
    ['1.prod.example.com', 'host_name'],
  ])('%s, which is counted as %s', (value, kind) => {
    for (const field of [{ type: 'version' }, { type: 'version', truncate: 'x.y' }]) {
      expect(kept(field, value)).toBeUndefined();
      expect(found(field, value)).toEqual([kind]);
    }
  });
});

it('knows the UUIDs that a firmware makes of a serial number', () => {
  expect(found({ type: 'uuid' }, '4c4c4544-0051-3410-8051-b5c04f4b3732')).toEqual(['machine_id']);
  expect(kept({ type: 'uuid' }, '4c4c4544-0051-3410-8051-b5c04f4b3732')).toBeUndefined();
});
