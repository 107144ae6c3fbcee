import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

const PATCH = fileURLToPath(new URL('../../../patches/kafkajs@2.2.4.patch', import.meta.url));
const README = new URL('../../../patches/README.md', import.meta.url);
const require = createRequire(import.meta.url);

/** The client as it is installed here, which is our fork of it, and as it was published: the fork without the patch. */
const fork = dirname(require.resolve('kafkajs/package.json'));
const published = mkdtempSync(join(tmpdir(), 'heliograph-kafkajs-'));
cpSync(fork, published, { recursive: true, dereference: true });
execFileSync('git', ['apply', '--reverse', PATCH], { cwd: published });
afterAll(() => rmSync(published, { recursive: true }));

interface Encoder {
  readonly buffer: Buffer;
}
type Headers = Record<string, string | Buffer | (string | Buffer)[]>;
interface Message {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: Headers;
}
interface Parts {
  record(of: Message & { readonly offsetDelta: number; readonly timestampDelta: number }): Encoder;
  batch(of: object): Promise<Encoder>;
  group(of: object): Record<string, unknown[]>;
  produce(of: object): { encode(): Promise<Encoder> };
}

function partsOf(root: string): Parts {
  const load = (path: string) => require(join(root, 'src', path));
  return {
    record: load('protocol/recordBatch/record/v0'),
    batch: load('protocol/recordBatch/v0').RecordBatch,
    group: load('producer/groupMessagesPerPartition'),
    produce: load('protocol/requests/produce/v3/request'),
  };
}
const [theirs, ours] = [partsOf(published), partsOf(fork)];

const bytes = fc.uint8Array({ maxLength: 3000 }).map((array) => Buffer.from(array));
const text = fc.string({ unit: 'binary', maxLength: 300 });
const message: fc.Arbitrary<Message> = fc.record({
  key: fc.oneof(fc.constant(null), text, bytes),
  value: fc.oneof(fc.constant(null), text, bytes),
  headers: fc.dictionary(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.oneof(text, bytes, fc.array(text, { maxLength: 3 })),
    {
      maxKeys: 5,
    },
  ),
});
const messages = fc.array(message, { maxLength: 30 });

const recordsOf = (parts: Parts, all: readonly Message[]) =>
  all.map((one, i) => parts.record({ ...one, offsetDelta: i, timestampDelta: i * 40_000 }));
const batchOf = (parts: Parts, all: readonly Message[], rest: object) =>
  parts.batch({
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_000,
    ...rest,
    records: recordsOf(parts, all),
  });

describe('the fork of kafkajs', () => {
  it('encodes records, and batches of them, as the published client does', async () => {
    const rest = fc.record({ transactional: fc.boolean(), producerEpoch: fc.nat(32_767), firstSequence: fc.nat() });
    await fc.assert(
      fc.asyncProperty(messages, rest, async (all, settings) => {
        const pairs = recordsOf(ours, all).map((record, i) => [record, recordsOf(theirs, all)[i]] as const);
        for (const [record, other] of pairs) expect(record.buffer.equals(other?.buffer ?? Buffer.alloc(0))).toBe(true);
        const lastOffsetDelta = Math.max(0, all.length - 1);
        const [own, other] = [
          await batchOf(ours, all, { ...settings, lastOffsetDelta }),
          await batchOf(theirs, all, { ...settings, lastOffsetDelta }),
        ];
        expect(own.buffer.equals(other.buffer)).toBe(true);
      }),
    );
  });

  it('encodes whole produce requests as the published client does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        async (all, partitions) => {
          const request = {
            ...{ acks: -1, timeout: 10_000, transactionalId: 't', producerId: -1, producerEpoch: 0 },
            topicData: [
              {
                topic: 'topic',
                partitions: Array.from({ length: partitions }, (_, partition) => ({
                  partition,
                  firstSequence: 0,
                  messages: all.map((one, i) => ({ ...one, timestamp: 1_700_000_000_000 + i })),
                })),
              },
            ],
          };
          const [own, other] = [await ours.produce(request).encode(), await theirs.produce(request).encode()];
          expect(own.buffer.equals(other.buffer)).toBe(true);
        },
      ),
      { numRuns: propertyRuns(40) },
    );
  });

  it('groups the messages of a topic by partition as the published client does', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ partition: fc.nat(5), n: fc.nat() })), (all) => {
        const partitioner = ({ message: { partition } }: { message: { partition: number } }) => partition;
        const given = { topic: 't', partitionMetadata: [{}], messages: all, partitioner };
        expect(ours.group(given)).toEqual(theirs.group(given));
      }),
    );
  });

  it('differs from the published client in the modules that patches/README.md has, each with its reason', () => {
    const patched = [...readFileSync(PATCH, 'utf8').matchAll(/^diff --git a\/(\S+)/gm)].map(([, path]) => path);
    for (const path of patched) {
      const [own, other] = [fork, published].map((root) => readFileSync(join(root, path ?? ''), 'utf8'));
      expect(own, path).not.toBe(other);
    }
    const documented = [...readFileSync(README, 'utf8').matchAll(/^\| `kafkajs\/(src\/[^`]+)` \|/gm)].map(
      ([, path]) => path,
    );
    expect(documented.map((path) => `${path}.js`).toSorted()).toEqual(patched.toSorted());
  });
});
