import { epochNanos, parseRfc3339 } from '@heliograph/schema';
import { below, mutateText } from '../bytes.ts';
import { demand, type FuzzTarget } from '../target.ts';

const two = (value: number) => String(value).padStart(2, '0');
/** By the grammar of RFC 3339, section 5.6. */
const GRAMMAR = /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** A time as text. What is taken is compared with what JavaScript's own parser makes of it. */
export const time: FuzzTarget = {
  name: 'time',
  generate(random) {
    const year = String(below(random, 10_000)).padStart(4, '0');
    const date = `${year}-${two(below(random, 14))}-${two(below(random, 33))}`;
    const clock = [below(random, 25), below(random, 61), below(random, 62)].map(two).join(':');
    const fraction = random() < 0.5 ? '' : `.${String(below(random, 1e9)).slice(0, 1 + below(random, 11))}`;
    const zone =
      random() < 0.5 ? 'Z' : `${random() < 0.5 ? '+' : '-'}${two(below(random, 25))}:${two(below(random, 61))}`;
    const text = `${date}T${clock}${fraction}${zone}`;
    return Buffer.from(random() < 0.4 ? mutateText(text, random) : text);
  },
  check(input) {
    const text = input.toString();
    const instant = parseRfc3339(text);
    if (instant === undefined) return 'no time';
    const { epochMs, subMs } = instant;
    demand(GRAMMAR.test(text), `${JSON.stringify(text)} is taken, and is no RFC 3339`);
    demand(Number.isSafeInteger(epochMs) && !Number.isNaN(new Date(epochMs).getTime()), `${epochMs} is no moment`);
    demand(Number.isInteger(subMs) && subMs >= 0 && subMs < 1e6, `${subMs} are no nanoseconds of a millisecond`);
    demand(epochNanos(instant) / 1_000_000n <= BigInt(epochMs) + 1n, 'nanoseconds do not fit milliseconds');
    // JavaScript knows no leap second, and no lower case.
    const isLeap = /:60(?=[.Z+-])/i.test(text);
    const plain = text
      .toUpperCase()
      .replace(/:60(?=[.Z+-])/, ':59')
      .replace(/(\.\d{3})\d+/, '$1');
    demand(epochMs === Date.parse(plain) + (isLeap ? 1000 : 0), `${text} is ${new Date(epochMs).toISOString()}`);
    return isLeap ? 'leap second' : 'time';
  },
};
