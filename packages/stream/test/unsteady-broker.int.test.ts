import { eventually } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { KAFKA_CODES } from '../src/errors/kafka-codes.ts';
import { awaitTopics } from '../src/index.ts';
import { API_NAMES } from './error-codes.ts';
import {
  hasPassedOnOnce,
  lettersOf,
  PARTITIONS,
  place,
  publish,
  startDedup,
  stopAll,
  TIMEOUT_MS,
  waits,
  watchedRuntime,
} from './unsteady-broker.ts';

afterEach(stopAll);

describe('a broker that answers oddly while a stage starts', { timeout: TIMEOUT_MS }, () => {
  const { UNKNOWN_SERVER_ERROR, COORDINATOR_NOT_AVAILABLE, UNKNOWN_TOPIC_OR_PARTITION } = KAFKA_CODES;
  const OF_THE_FUTURE = 9999;

  it('does not end it, whichever request is answered so, and each record is passed on once', async () => {
    const codes = [UNKNOWN_SERVER_ERROR, COORDINATOR_NOT_AVAILABLE, UNKNOWN_TOPIC_OR_PARTITION, OF_THE_FUTURE];
    await Promise.all(
      codes.map(async (code) => {
        const unsteady = await place();
        const { direct, kafka, relay } = unsteady;
        const letters = lettersOf('a');
        await publish(direct, 'sanitized', [...letters, ...letters]);
        for (const name of API_NAMES) relay.answer(name, code, 1);
        const runtime = watchedRuntime();
        await awaitTopics(kafka, ['sanitized', 'observations', 'seen'], PARTITIONS, runtime);
        await startDedup(kafka, runtime);
        await hasPassedOnOnce(unsteady, letters, 2 * letters.length);
        await eventually(async () => runtime.ready());
        expect(runtime.failures).toEqual([]);
        for (const name of ['JoinGroup', 'InitProducerId', 'EndTxn', 'OffsetFetch'] as const)
          expect(relay.answered(name)).toBeGreaterThan(1);
      }),
    );
  });
});

describe('a broker that goes away for so long that the client gives up', { timeout: TIMEOUT_MS }, () => {
  it('while the memory is being restored, twice in a row, ends nothing and doubles nothing', async () => {
    const unsteady = await place();
    const { direct, kafka, relay } = unsteady;
    const [first, second] = [lettersOf('a'), lettersOf('b')];
    await publish(direct, 'sanitized', first);
    let restores = 0;
    const runtime = watchedRuntime();
    await startDedup(kafka, runtime, () => {
      restores += 1;
      // The first two of the first assignment, and one of each of the two after it.
      if (restores <= 4) void relay.refuse();
    });
    while (restores < 4) {
      await waits(runtime, 'seen', /^kafka_connection$/);
      await waits(runtime, 'consumer', /^kafka_connection$/);
      const before = restores;
      await relay.pass();
      await eventually(async () => restores > before, TIMEOUT_MS);
    }
    await waits(runtime, 'seen', /^kafka_connection$/);
    await relay.pass();
    await publish(direct, 'sanitized', [...first, ...second]);
    await hasPassedOnOnce(unsteady, [...first, ...second], 2 * first.length + second.length);
    await eventually(async () => runtime.ready(), TIMEOUT_MS);
    expect(runtime.failures).toEqual([]);
  });

  it('while a stage works, ends nothing and doubles nothing', async () => {
    const unsteady = await place();
    const { direct, kafka, relay } = unsteady;
    const runtime = await startDedup(kafka);
    const letters = ['a', 'b', 'c'].flatMap(lettersOf);
    for (let sent = 0; sent < letters.length; sent += 40) {
      await publish(direct, 'sanitized', letters.slice(sent, sent + 40));
      await relay.refuse();
      await waits(runtime, 'consumer', /^kafka_connection$/);
      await relay.pass();
    }
    await hasPassedOnOnce(unsteady, letters, letters.length);
    await eventually(async () => runtime.ready(), TIMEOUT_MS);
    expect(runtime.failures).toEqual([]);
  });
});
