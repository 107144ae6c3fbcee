import { DeadLetterHeaders, type TopicId, topicsOf } from '@heliograph/schema';
import { type KafkaSettings, readTopic } from '@heliograph/stream';
import { anObservation, aSystemRequest, makeTopics, publishRecords, testKafka } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { countDecisions } from '../src/replay/counts.ts';
import { toQuery } from '../src/replay/query.ts';
import { inspectDeadLetters, redeliverDeadLetters } from '../src/replay/run.ts';

const AT = '2026-11-21T10:00:00.000Z';

const publish = (kafka: KafkaSettings, topic: TopicId, key: string, value: unknown, headers = {}): Promise<void> =>
  publishRecords(kafka, topic, [{ key, value, headers }]);

it('a replay leaves the letters of erased systems where they are, and counts them as such', async () => {
  const kafka = testKafka('erased');
  await makeTopics(kafka, topicsOf('cli'), 2);
  const headers = DeadLetterHeaders.parse({
    'dead.reason': 'store_rejected',
    'dead.detail': 'made so by the test',
    'dead.stage': 'postgres-sink',
    'dead.group': `${kafka.topicPrefix}.postgres-sink`,
    'dead.origin': `${kafka.topicPrefix}.observations.v1/0/0`,
    'dead.attempts': '1',
    'dead.failed_at': AT,
    'dead.version': 'test',
  });
  const letters = [
    anObservation({ observed_at: AT, system_key: 'mine' }),
    anObservation({ observed_at: AT, system_key: 'others' }),
    anObservation({ observed_at: AT, system_key: 'mine', received_at: '2026-11-21T10:00:00.001Z' }),
  ];
  for (const letter of letters) await publish(kafka, 'observations.dead', letter.system_key, letter, headers);
  const query = toQuery({ 'max-attempts': '3', again: false }, Date.now());
  expect(countDecisions((await inspectDeadLetters(kafka, query)).judged)).toMatchObject({ due: 3, erased: 0 });

  const erasure = aSystemRequest({ received_at: AT, system_keys: ['mine'] });
  await publish(kafka, 'erasures', erasure.receipt, erasure);
  expect(countDecisions((await inspectDeadLetters(kafka, query)).judged)).toMatchObject({ due: 2, erased: 1 });
  const delivery = { recordsPerSecond: 1000, signal: new AbortController().signal, progress: () => {} };
  expect(await redeliverDeadLetters(kafka, query, delivery)).toMatchObject({ delivered: 2 });
  const again = await redeliverDeadLetters(kafka, { ...query, policy: { maxAttempts: 3, again: true } }, delivery);
  expect(again.delivered).toBe(2);

  const sent = await readTopic(kafka, 'observations.replay');
  const ids = new Set(sent.map(({ value }) => JSON.parse(String(value)).id));
  expect(ids).toStrictEqual(new Set(letters.slice(1).map(({ id }) => id)));
});
