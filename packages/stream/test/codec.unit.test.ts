import { type Observation, REQUEST_HEADER, type SeenRecord, type SystemRequest } from '@heliograph/schema';
import { anInput, anObservation, aSystemRequest } from '@heliograph/testkit';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { decode, encode, parseAs } from '../src/outcome/codec.ts';
import type { Dead } from '../src/outcome/outcome.ts';

const Shape = z.object({ id: z.string(), n: z.number() });

describe('codec', () => {
  it('reads back what it wrote', () => {
    expect(parseAs(Shape, { value: encode({ id: 'ä', n: 1 }) })).toEqual({ message: { id: 'ä', n: 1 } });
  });

  it('leaves null alone, a tombstone', () => {
    expect(encode(null)).toBeNull();
  });

  it.each([
    ['nothing', null],
    ['no JSON', Buffer.from('{')],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('calls %s not_json', (_, value) => {
    expect(parseAs(Shape, { value })).toMatchObject({ dead: { kind: 'dead', reason: 'not_json' } });
  });

  it('says where a shape is wrong, and never what was there', () => {
    const value = Buffer.from(JSON.stringify({ id: 5, n: 'secret-host.example.org' }));
    const decoded = parseAs(Shape, { value });
    expect(decoded).toMatchObject({
      dead: { reason: 'invalid_envelope', detail: '/id: invalid_type; /n: invalid_type' },
    });
    expect(JSON.stringify(decoded)).not.toContain('secret');
  });
});

describe('decode', () => {
  const observation = anObservation();
  const request = aSystemRequest();

  it('takes nothing for a message of a topic that has the bytes of others', () => {
    const bytes = 'raw.dead' as 'raw';
    expect(decode(bytes, anInput(observation))).toMatchObject({ dead: { reason: 'invalid_envelope' } });
  });

  it('reads the shape of the topic', () => {
    expect(decode('sanitized', anInput(observation))).toEqual({ message: observation });
    expect(decode('raw', anInput(observation))).toMatchObject({ dead: { detail: '/system_id: invalid_type' } });
  });

  it('reads a privacy request where one travels in the topic, by its header', () => {
    const headers = { [REQUEST_HEADER]: 'erasure' };
    expect(decode('observations', anInput(request, { headers }))).toEqual({ request });
    expect(decode('observations', anInput(request))).toMatchObject({ dead: { reason: 'invalid_envelope' } });
    expect(decode('observations', anInput(observation, { headers }))).toMatchObject({ dead: {} });
    // The log of erasures consists of requests, and has the header of the record that they came in.
    expect(decode('erasures', anInput(request, { headers }))).toEqual({ message: request });
  });

  it('gives each topic its type', () => {
    expectTypeOf(decode<'seen'>).returns.toEqualTypeOf<{ readonly message: SeenRecord } | { readonly dead: Dead }>();
    expectTypeOf(decode<'sanitized'>).returns.toEqualTypeOf<
      { readonly message: Observation } | { readonly request: SystemRequest } | { readonly dead: Dead }
    >();
  });
});
