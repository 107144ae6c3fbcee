import { eventually, makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { classify, KAFKA_ERRORS, openFencedPublisher, readTopic } from '../src/index.ts';

const kafka = testKafka('fenced');
const open = () => openFencedPublisher({ stage: 'summarizer', topic: 'summaries', kafka, log: testRuntime().log });
const said = (key: string, value: string) => ({ key, value: Buffer.from(value) });

/** What the topic says of a key, once it says so much: a commit is visible a moment after it was answered. */
async function valuesOf(key: string, length: number): Promise<(string | undefined)[]> {
  return eventually(async () => {
    const records = (await readTopic(kafka, 'summaries')).filter((record) => record.key === key);
    return records.length >= length && records.map(({ value }) => value?.toString());
  });
}

beforeAll(async () => {
  await makeTopics(kafka, ['summaries']);
});

describe('a publisher', () => {
  it('writes values and tombstones in their order', async () => {
    const publisher = await open();
    await publisher.send([said('a', '1'), said('a', '2'), said('b', '1'), { key: 'a', value: null }]);
    await publisher.close();
    expect(await valuesOf('a', 3)).toEqual(['1', '2', undefined]);
    expect(await valuesOf('b', 1)).toEqual(['1']);
  });

  it('takes more at once than a broker takes as one batch', async () => {
    const large = Array.from({ length: 6 }, (_, i) => said('large', `${i}`.repeat(400_000)));
    const publisher = await open();
    await publisher.send(large);
    await publisher.close();
    expect((await valuesOf('large', 6)).map((value) => value?.[0])).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('keeps whoever had it open before from putting an old value over a newer one', async () => {
    const before = await open();
    const after = await open();
    await after.send([said('c', 'new')]);
    const error = await before.send([said('c', 'old')]).catch((thrown: unknown) => thrown);
    expect(classify(error, KAFKA_ERRORS)).toEqual({ kind: 'retryable', cause: 'fenced' });
    await Promise.all([before.close(), after.close()]);
    expect(await valuesOf('c', 1)).toEqual(['new']);
  });
});
