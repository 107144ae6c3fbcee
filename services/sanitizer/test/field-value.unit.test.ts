import { Field } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { compileField } from '../src/field-value.ts';

const keep = (field: object, value: unknown) => compileField(Field.parse(field), (text) => `#${text}`)(value);

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
    [{ type: 'integer', min: 0, max: 10 }, 0],
    [{ type: 'integer', min: 0, max: 10 }, 10],
    [{ type: 'integer' }, -(2 ** 53) + 1],
    [{ type: 'number', min: 0.5 }, 0.5],
    [{ type: 'boolean' }, false],
    [{ type: 'timestamp' }, '2021-11-23T11:04:02.462687463+01:00'],
    [{ type: 'enum', values: ['azure', ''] }, ''],
    [{ type: 'enum', values: ['azure'], nullable: true }, null],
  ])('%j: %j', (field, value) => {
    expect(keep(field, value)).toBe(value);
  });
});

describe('a value that does not fit is not kept', () => {
  it.each<[object, unknown]>([
    [{ type: 'uuid' }, `${UUID} `],
    [{ type: 'uuid' }, 'not-a-uuid'],
    [{ type: 'uuid' }, 5],
    [{ type: 'string', max_length: 5 }, 'abcdef'],
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
    [{ type: 'integer' }, 1.5],
    [{ type: 'integer' }, 2 ** 53],
    [{ type: 'integer' }, '2'],
    [{ type: 'integer', min: 0, max: 10 }, -1],
    [{ type: 'integer', min: 0, max: 10 }, 11],
    [{ type: 'number' }, Number.POSITIVE_INFINITY],
    [{ type: 'number', max: 1 }, 1.01],
    [{ type: 'boolean' }, 'true'],
    [{ type: 'boolean' }, null],
    [{ type: 'timestamp' }, '2021-02-30T00:00:00Z'],
    [{ type: 'timestamp' }, 'yesterday'],
    [{ type: 'enum', values: ['azure'] }, 'jane'],
    [{ type: 'enum', values: ['azure'], otherwise: 'other' }, 7],
    [{ type: 'enum', values: ['azure'], otherwise: 'other' }, null],
    [{ type: 'uuid', sanitise: 'hash' }, 'not-a-uuid'],
    [{ type: 'uuid', sanitise: 'hash' }, null],
  ])('%j: %j', (field, value) => {
    expect(keep(field, value)).toBeUndefined();
  });
});

it('stands `otherwise` in for any other text', () => {
  expect(keep({ type: 'enum', values: ['azure'], otherwise: 'other' }, 'jane')).toBe('other');
});

it('hashes what fits, and leaves null alone', () => {
  expect(keep({ type: 'uuid', sanitise: 'hash' }, UUID)).toBe(`#${UUID}`);
  expect(keep({ type: 'integer', sanitise: 'hash' }, 7)).toBe('#7');
  expect(keep({ type: 'uuid', sanitise: 'hash', nullable: true }, null)).toBeNull();
});

it('judges a long text that is nearly a version in no time', () => {
  const began = performance.now();
  for (let i = 0; i < 1000; i += 1) keep({ type: 'version' }, `${'1.a-'.repeat(7)}1!`);
  keep({ type: 'version' }, `${'1a'.repeat(500_000)}!`);
  expect(performance.now() - began).toBeLessThan(1000);
});
