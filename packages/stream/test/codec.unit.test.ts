import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decode, encode } from '../src/outcome/codec.ts';

const Shape = z.object({ id: z.string(), n: z.number() });

describe('codec', () => {
  it('reads back what it wrote', () => {
    expect(decode(Shape, { value: encode({ id: 'ä', n: 1 }) })).toEqual({ message: { id: 'ä', n: 1 } });
  });

  it('leaves null alone, a tombstone', () => {
    expect(encode(null)).toBeNull();
  });

  it.each([
    ['nothing', null],
    ['no JSON', Buffer.from('{')],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('calls %s not_json', (_, value) => {
    expect(decode(Shape, { value })).toMatchObject({ dead: { kind: 'dead', reason: 'not_json' } });
  });

  it('says where a shape is wrong, and never what was there', () => {
    const value = Buffer.from(JSON.stringify({ id: 5, n: 'secret-host.example.org' }));
    const decoded = decode(Shape, { value });
    expect(decoded).toMatchObject({
      dead: { reason: 'invalid_envelope', detail: '/id: invalid_type; /n: invalid_type' },
    });
    expect(JSON.stringify(decoded)).not.toContain('secret');
  });
});
