import { describe, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import {
  type AccessKeyId,
  type DedupKey,
  type Receipt,
  SystemId,
  SystemKey,
  type TopicName,
  topicName,
} from '../src/index.ts';

/** Every branded text, under its name. The compiler is what fails here, in `npm run types`. */
interface Brands {
  AccessKeyId: AccessKeyId;
  DedupKey: DedupKey;
  Receipt: Receipt;
  SystemId: SystemId;
  SystemKey: SystemKey;
  TopicName: TopicName;
}

type Other<Name extends keyof Brands> = Exclude<keyof Brands, Name>;
/** `A as B` for each brand that could be passed where another is expected. */
type Confusable = {
  [A in keyof Brands]: { [B in Other<A>]: Brands[A] extends Brands[B] ? `${A} as ${B}` : never }[Other<A>];
}[keyof Brands];
/** The brands that any text could be passed as. */
type Unguarded = { [A in keyof Brands]: string extends Brands[A] ? A : never }[keyof Brands];
/** The brands that cannot be read as text. */
type Unreadable = { [A in keyof Brands]: Brands[A] extends string ? never : A }[keyof Brands];

describe('a brand', () => {
  it('is not given to any text', () => {
    expectTypeOf<Unguarded>().toBeNever();
    expectTypeOf<string>().not.toExtend<SystemId>();
    expectTypeOf<'telemetry.raw.v1'>().not.toExtend<TopicName>();
  });

  it('is not exchanged for another', () => {
    expectTypeOf<Confusable>().toBeNever();
    expectTypeOf<SystemId>().not.toExtend<SystemKey>();
  });

  it('is text wherever text is enough', () => {
    expectTypeOf<Unreadable>().toBeNever();
  });

  it('comes from parsing alone, and from the one function that makes names of topics', () => {
    expectTypeOf(SystemId.parse).returns.toEqualTypeOf<SystemId>();
    expectTypeOf(SystemKey.parse).returns.toEqualTypeOf<SystemKey>();
    expectTypeOf<z.input<typeof DedupKey>>().toEqualTypeOf<string>();
    expectTypeOf(topicName).returns.toEqualTypeOf<TopicName>();
  });
});
