import { describe, expect, it } from 'vitest';
import { findUnsafeValue } from '../src/json-guard.ts';

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const unsafeIn = (json: string) => findUnsafeValue(JSON.parse(json));

describe('findUnsafeValue', () => {
  it('finds nothing in ordinary JSON', () => {
    expect(
      unsafeIn('{"a":[1,-1.5,"x",null,true,{"b":9007199254740991}],"c":-9007199254740991,"d":1e15}'),
    ).toBeUndefined();
  });

  it('takes 32 levels and no more, however many there are', () => {
    expect(findUnsafeValue(nested(32))).toBeUndefined();
    expect(findUnsafeValue(nested(33))).toMatchObject({ code: 'too_deep' });
    expect(findUnsafeValue(nested(200_000))).toMatchObject({ code: 'too_deep' });
  });

  it('finds the key __proto__ at any depth, and lets pass what only looks like it', () => {
    const found = { code: 'forbidden_key', path: ['__proto__', 1, 'a'] };
    expect(unsafeIn('{"a":[{},{"__proto__":1}]}')).toStrictEqual(found);
    expect(unsafeIn('{"constructor":{"prototype":"__proto__"}}')).toBeUndefined();
  });

  it.each(['9007199254740993', '-9007199254740992', '1796068678644000123', '1e300', '9007199254740991.5'])(
    'lets %s pass, which is for whatever is registered to judge',
    (number) => {
      expect(unsafeIn(`{"a":[0,${number}]}`)).toBeUndefined();
    },
  );

  it.each(['1e999', '-1e999'])('finds that %s is beyond all that can be kept', (number) => {
    expect(unsafeIn(`{"a":[0,${number}]}`)).toStrictEqual({ code: 'number_out_of_range', path: [1, 'a'] });
  });
});
