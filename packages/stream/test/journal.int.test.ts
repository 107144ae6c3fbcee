import { makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { createKafka } from '../src/client/kafka-client.ts';
import { PROCESSOR_ERRORS } from '../src/consume/processor.ts';
import { classify } from '../src/index.ts';
import { openJournal } from '../src/read/journal.ts';

it('a partition of the journal that is restored anew ends the restoring before it, which may be tried again', async () => {
  const settings = testKafka('journal');
  await makeTopics(settings, ['seen']);
  const runtime = testRuntime();
  const kafka = createKafka(settings, runtime.log);
  const journal = await openJournal(kafka, 'seen', 'dedup', runtime);
  const producer = kafka.transactionalProducer('dedup-of-the-test');
  await producer.connect();

  // Its mark will never be read back: it was fenced before it was written.
  const overtaken = journal.restore(0, 'never', () => {}).catch((error: unknown) => error);
  const transaction = await producer.transaction();
  const mark = await journal.mark(transaction, 0);
  await transaction.commit();
  const records: unknown[] = [];
  await journal.restore(0, mark, (record) => records.push(record));
  expect(records).toEqual([]);
  expect(classify(await overtaken, PROCESSOR_ERRORS)).toEqual({ kind: 'retryable', cause: 'fenced' });

  await journal.stop();
  await producer.disconnect();
  expect(runtime.failures).toEqual([]);
});
