import { describe, expect, it } from 'vitest';
import { findFault } from '../src/screen.ts';

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const faultOf = (json: string) => findFault(JSON.parse(json));

describe('findFault', () => {
  it('finds nothing in ordinary JSON', () => {
    expect(
      faultOf('{"a":[1,-1.5,"x",null,true,{"b":9007199254740991}],"c":-9007199254740991,"d":1e15}'),
    ).toBeUndefined();
  });

  it('takes 32 levels and no more, however many there are', () => {
    expect(findFault(nested(32))).toBeUndefined();
    expect(findFault(nested(33))).toMatchObject({ code: 'too_deep' });
    expect(findFault(nested(200_000))).toMatchObject({ code: 'too_deep' });
  });

  it('finds the key __proto__ at any depth, and lets pass what only looks like it', () => {
    const fault = { code: 'forbidden_key', path: ['__proto__', 1, 'a'] };
    expect(faultOf('{"a":[{},{"__proto__":1}]}')).toStrictEqual(fault);
    expect(faultOf('{"constructor":{"prototype":"__proto__"}}')).toBeUndefined();
  });

  it.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '1e16',
    '1e999',
    '-1e999',
    '9007199254740991.5',
  ])('finds that %s is not what was sent', (number) => {
    expect(faultOf(`{"a":[0,${number}]}`)).toStrictEqual({ code: 'number_out_of_range', path: [1, 'a'] });
  });
});
