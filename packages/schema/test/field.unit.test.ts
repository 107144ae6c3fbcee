import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Field, Pointer, pointerSegments, reductionsOf, valueAt } from '../src/index.ts';

const at = (document: unknown, pointer: string) => valueAt(document, pointerSegments(pointer));

describe('Pointer', () => {
  it.each(['/a', '/a/b', '/a b', '/~0', '/~1', '/a~1b/~0', '/*', '/plugins/*/version', '/0', `/${'a'.repeat(255)}`])(
    'takes %j',
    (pointer) => {
      expect(Pointer.safeParse(pointer).success).toBe(true);
    },
  );

  it.each([
    '',
    '/',
    'a',
    'a/b',
    '/a/',
    '/a//b',
    '/~',
    '/~2',
    '/a~',
    '/__proto__',
    '/a/__proto__/b',
    `/${'a'.repeat(256)}`,
  ])('does not take %j', (pointer) => {
    expect(Pointer.safeParse(pointer).success).toBe(false);
  });
});

describe('pointerSegments', () => {
  it.each([
    ['/a/b', ['a', 'b']],
    ['/a~1b', ['a/b']],
    ['/m~0n', ['m~n']],
    // RFC 6901, section 4: ~01 is ~1 and not a slash.
    ['/~01', ['~1']],
    ['/~10', ['/0']],
  ])('of %s are %j', (pointer, segments) => {
    expect(pointerSegments(pointer)).toEqual(segments);
  });

  it('gives back whatever has been escaped', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (segments) => {
        const pointer = segments.map((s) => `/${s.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
        expect(pointerSegments(pointer)).toEqual(segments);
      }),
    );
  });
});

describe('valueAt', () => {
  const document = { a: { 'b/c': { '~': 1 } }, list: ['x', 'y'], none: null, no: false, '~1': 'escaped' };

  it.each([
    ['/a/b~1c/~0', 1],
    ['/~01', 'escaped'],
    ['/list/1', 'y'],
    ['/list/2', undefined],
    ['/none', null],
    ['/none/deeper', undefined],
    ['/no', false],
    ['/no/deeper', undefined],
    ['/a/b/c', undefined],
    ['/missing', undefined],
  ])('%s is %j', (pointer, value) => {
    expect(at(document, pointer)).toEqual(value);
  });

  it.each(['/constructor', '/toString', '/a/hasOwnProperty', '/list/map', '/__proto__'])(
    '%s is not inherited',
    (pointer) => {
      expect(at(document, pointer)).toBeUndefined();
    },
  );

  it('finds an own property whatever it is called', () => {
    const own = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect([at(own, '/__proto__'), at(own, '/constructor')]).toEqual([1, 2]);
  });

  it.each([undefined, null, 1, 'text', true])('has nothing in %j', (value) => {
    expect(at(value, '/length')).toBeUndefined();
  });
});

describe('Field', () => {
  it.each([
    [{ type: 'version', truncate: 'x.y' }, ['truncate']],
    [{ type: 'integer', bucket: 'powers_of_two' }, ['bucket']],
    [{ type: 'integer', bucket: [0, 1, 10] }, ['bucket']],
    [{ type: 'number', round: 0.5 }, ['round']],
    [{ type: 'string', mask: { first: 2 } }, ['mask']],
    [{ type: 'string' }, []],
  ])('%j is reduced by %j', (field, reductions) => {
    expect(reductionsOf(Field.parse(field))).toEqual(reductions);
  });

  it('says what contradicts itself', () => {
    const { error } = Field.safeParse({ type: 'integer', bucket: [3, 2], round: 2, sanitise: 'hash' });
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'is not kept, so there is nothing to bucket and round',
      'takes one of bucket and round',
      'the ranges of bucket do not ascend',
    ]);
  });

  it('keeps what fits, is never null and is stored as it is, unless told otherwise', () => {
    expect(Field.parse({ type: 'string' })).toEqual({
      type: 'string',
      max_length: 128,
      too_long: 'remove',
      nullable: false,
      sanitise: 'keep',
    });
  });

  it.each([
    [{ type: 'text' }],
    [{ type: 'string', max_length: 0 }],
    [{ type: 'string', max_length: 1025 }],
    [{ type: 'string', min: 1 }],
    [{ type: 'enum' }],
    [{ type: 'enum', values: [] }],
    [{ type: 'enum', values: ['a'], otherwise: '' }],
    [{ type: 'integer', min: '1' }],
    [{ type: 'uuid', sanitise: 'encrypt' }],
    [{ type: 'version', keys: [''] }],
    [{ type: 'version', truncate: 'y' }],
    [{ type: 'version', truncate: 'x.y', sanitise: 'hash' }],
    [{ type: 'string', mask: { first: 65 } }],
    [{ type: 'string', mask: { middle: 1 } }],
    [{ type: 'string', mask: {}, sanitise: 'drop' }],
    [{ type: 'string', too_long: 'wrap' }],
    [{ type: 'string', round: 10 }],
    [{ type: 'integer', round: 0.5 }],
    [{ type: 'integer', round: 10, bucket: 'powers_of_two' }],
    [{ type: 'integer', bucket: [1, 1.5] }],
    [{ type: 'number', bucket: [] }],
    [{ type: 'number', bucket: [1, 1] }],
    [{ type: 'number', bucket: [2, 1] }],
    [{ type: 'number', bucket: 'powers_of_ten' }],
    [{ type: 'number', round: 0 }],
    [{ type: 'boolean', bucket: [0, 1] }],
  ])('does not take %j', (field) => {
    expect(Field.safeParse(field).success).toBe(false);
  });
});
