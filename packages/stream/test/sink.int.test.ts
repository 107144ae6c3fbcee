import type { InputTopicId } from '@heliograph/schema';
import { topicsOf } from '@heliograph/schema';
import { eventually, makeTopics, publishRecords, testKafka, testRuntime } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import {
  dead,
  type ErrorTable,
  errorCode,
  type KafkaSettings,
  ok,
  readTopic,
  type Store,
  startSink,
} from '../src/index.ts';

const STORE_ERRORS: ErrorTable = [
  { kind: 'retryable', cause: 'store_down', because: 'it comes back', matches: (e) => errorCode(e) === 'ESTORE' },
];
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A store that keeps rows and position together, and is down while told so. */
function memoryStore() {
  const rows: string[] = [];
  let position: bigint | undefined;
  const state = { down: false };
  const write: Store['write'] = async (batch, span) => {
    if (state.down) throw Object.assign(new Error('down'), { code: 'ESTORE' });
    const texts = batch.map((record) => record.value?.toString() ?? '');
    return {
      outcomes: texts.map((text) => (text === '"bad"' ? dead('store_rejected', 'made so by the test') : ok())),
      commit: async () => {
        rows.push(...texts.filter((text) => text !== '"bad"'));
        position = span.next;
      },
    };
  };
  return { rows, state, write, position: async () => position };
}

async function observations(values: readonly unknown[]): Promise<{ kafka: KafkaSettings; publish: Publish }> {
  const kafka = testKafka();
  await makeTopics(kafka, topicsOf('postgres-sink'));
  const publish: Publish = (more) =>
    publishRecords(
      kafka,
      'observations',
      more.map((value) => ({ key: 'k', value })),
    );
  await publish(values);
  return { kafka, publish };
}
type Publish = (values: readonly unknown[]) => Promise<void>;

async function start(kafka: KafkaSettings, store: Store, runtime = testRuntime()) {
  // Positions are a topic's own: of what is delivered again the store has seen nothing.
  const open = (topic: InputTopicId) => (topic === 'observations' ? store : { write: store.write });
  const options = { stage: 'postgres-sink' as const, version: 'test', input: 'observations' as const };
  const loop = await startSink({ ...options, kafka, runtime, errors: STORE_ERRORS, open });
  stops.push(() => loop.stop());
  return loop;
}

describe('a sink on a real broker', () => {
  it('writes rows, and dead letters before the position moves', async () => {
    const { kafka } = await observations(['a', 'bad', 'b']);
    const store = memoryStore();
    await start(kafka, store);
    await eventually(async () => store.rows.length === 2);
    const letters = await readTopic(kafka, 'observations.dead');
    expect(letters.map(({ headers }) => headers['dead.reason'])).toEqual(['store_rejected']);
    expect(await store.position()).toBe(3n);
  });

  it('waits while the store is down, makes no dead letter of it, and delivers all when it is back', async () => {
    const { kafka, publish } = await observations(['a']);
    const store = memoryStore();
    const runtime = testRuntime();
    store.state.down = true;
    await start(kafka, store, runtime);
    await eventually(async () => (await runtime.registry.metrics()).includes('retries_total{cause="store_down"}'));
    expect(runtime.ready()).toBe(false);
    await publish(['b', 'c']);
    store.state.down = false;
    await eventually(async () => store.rows.length === 3);
    expect(store.rows).toEqual(['"a"', '"b"', '"c"']);
    expect(runtime.failures).toEqual([]);
    expect(await readTopic(kafka, 'observations.dead')).toEqual([]);
  });

  it('believes the position of the store, whatever the group has committed', async () => {
    const { kafka } = await observations(['a', 'b', 'c']);
    const store = memoryStore();
    const first = await start(kafka, store);
    await eventually(async () => store.rows.length === 3);
    await first.stop();
    await start(kafka, { write: store.write, position: async () => 1n });
    await eventually(async () => store.rows.length === 5);
    expect(store.rows).toEqual(['"a"', '"b"', '"c"', '"b"', '"c"']);
  });

  it('ends on an error that its table does not name', async () => {
    const { kafka } = await observations(['a']);
    const runtime = testRuntime();
    await start(kafka, { write: () => Promise.reject(new RangeError('a bug')) }, runtime);
    await eventually(async () => runtime.failures.length > 0);
    expect(runtime.failures[0]).toBeInstanceOf(RangeError);
  });
});
