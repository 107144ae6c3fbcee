import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DeadLetterHeaders, type TopicId, topicsOf } from '@heliograph/schema';
import { type KafkaSettings, readTopic } from '@heliograph/stream';
import { eventually, makeTopics, publishRecords, testKafka } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { dispatch } from '../src/dispatch.ts';
import { heliograph } from '../src/program.ts';
import { toQuery } from '../src/replay/query.ts';
import { redeliverDeadLetters } from '../src/replay/run.ts';
import { startSanitizer, startStore } from './replay-stages.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PARTITIONS = 2;
/** The command, and the stages that take part. */
const TOPICS = [...new Set((['cli', 'sanitizer', 'postgres-sink'] as const).flatMap(topicsOf))];
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

async function provisioned(): Promise<KafkaSettings> {
  const kafka = testKafka('replay');
  await makeTopics(kafka, TOPICS, PARTITIONS);
  return kafka;
}

const environment = (kafka: KafkaSettings) => ({
  HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
  HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
  HELIOGRAPH_TOPIC_PARTITIONS: String(PARTITIONS),
});

/** `heliograph replay --json` with these arguments. */
async function replay(kafka: KafkaSettings, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const env = environment(kafka);
  const terminal = { env, print: (line: string) => void out.push(line), warn: (line: string) => void err.push(line) };
  const code = await dispatch(heliograph, ['replay', '--json', ...argv], terminal);
  return { code, err, result: JSON.parse(out[0] ?? '{}') };
}

/** What a topic holds; the marks in the record of replays have no value. */
const valuesIn = async (kafka: KafkaSettings, topic: TopicId) =>
  (await readTopic(kafka, topic)).flatMap(({ value }) => (value === null ? [] : [JSON.parse(value.toString())]));

/** Dead letters of the sanitizer as it would have written them. */
async function produceDeadLetter(kafka: KafkaSettings, count: number): Promise<string[]> {
  const values = Array.from({ length: count }, (_, i) => `letter ${i}`);
  const headers = DeadLetterHeaders.parse({
    'dead.reason': 'unknown_definition',
    'dead.detail': 'made so by the test',
    'dead.stage': 'sanitizer',
    'dead.group': `${kafka.topicPrefix}.sanitizer`,
    'dead.origin': `${kafka.topicPrefix}.raw.v1/0/0`,
    'dead.attempts': '1',
    'dead.failed_at': '2026-11-21T10:00:00.000Z',
    'dead.version': 'test',
  });
  const records = values.map((value) => ({ key: value, value, headers }));
  await publishRecords(kafka, 'raw.dead', records);
  return values;
}

async function started(...given: Parameters<typeof startStore>) {
  const store = await startStore(...given);
  running.push(store.sink);
  return store;
}

describe('heliograph replay', () => {
  it('delivers a dead letter to the stage that gave it up, once, as it was', async () => {
    const kafka = await provisioned();
    const known = new Set(['a', 'b']);
    running.push(await startSanitizer(kafka, (text) => known.has(text)));
    const records = ['a', 'b', 'new'].map((value) => ({
      key: `key of ${value}`,
      value,
      headers: { application: 'x' },
    }));
    await publishRecords(kafka, 'raw', records);
    await eventually(async () => (await readTopic(kafka, 'raw.dead')).length === 1);

    const looked = await replay(kafka);
    expect(looked.result).toMatchObject({ sent: false, delivered: 0 });
    expect(looked.result.counts).toMatchObject([
      { topic: 'raw.dead', stage: 'sanitizer', reason: 'unknown_definition', letters: 1, due: 1 },
    ]);
    expect([await valuesIn(kafka, 'replays'), (await valuesIn(kafka, 'raw')).length]).toEqual([[], 3]);

    known.add('new');
    expect(await replay(kafka, '--send', '--reason', 'not_json')).toMatchObject({
      result: { delivered: 0, counts: [] },
    });
    expect(await replay(kafka, '--send')).toMatchObject({ code: 0, result: { delivered: 1, interrupted: false } });
    const through = await eventually(async () =>
      (await readTopic(kafka, 'sanitized')).find(({ key }) => key === 'key of new'),
    );
    const [letter] = await readTopic(kafka, 'raw.dead');
    expect(through).toMatchObject({ partition: letter?.partition, headers: { application: 'x' } });
    expect(through.value?.toString()).toBe('"new"');
    const place = `${kafka.topicPrefix}.raw.dead.v1/${letter?.partition}/${letter?.offset}`;
    expect(await valuesIn(kafka, 'replays')).toMatchObject([{ letter: place, stage: 'sanitizer', attempts: 1 }]);

    expect(await replay(kafka, '--send')).toMatchObject({
      result: { delivered: 0, counts: [{ due: 0, replayed: 1 }] },
    });
    expect(await replay(kafka, '--send', '--again')).toMatchObject({ result: { delivered: 1 } });
    expect((await valuesIn(kafka, 'raw')).filter((text) => text === 'new')).toHaveLength(3);
  });

  it('leaves a letter alone that has been given up too often', async () => {
    const kafka = await provisioned();
    running.push(await startSanitizer(kafka, () => false));
    await publishRecords(kafka, 'raw', [{ key: 'k', value: 'never' }]);
    for (const attempts of [1, 2]) {
      await eventually(async () => (await readTopic(kafka, 'raw.dead')).length === attempts);
      expect(await replay(kafka, '--send')).toMatchObject({ result: { delivered: 1 } });
    }
    const letters = await eventually(async () => {
      const found = await readTopic(kafka, 'raw.dead');
      return found.length === 3 && found;
    });
    expect(letters.map(({ headers }) => headers['dead.attempts'])).toEqual(['1', '2', '3']);
    expect(await replay(kafka, '--send')).toMatchObject({
      result: { delivered: 0, counts: [{ letters: 3, due: 0, replayed: 2, max_attempts_reached: 1 }] },
    });
    expect(await replay(kafka, '--max-attempts', '4')).toMatchObject({ result: { counts: [{ due: 1 }] } });
  });

  it('delivers an observation to the store that refused it and to no other, however often', async () => {
    const kafka = await provisioned();
    const refused = new Set(['b']);
    const postgres = await started(kafka, 'postgres-sink', (text) => refused.has(text));
    const others = [await started(kafka, 'influx-sink'), await started(kafka, 'summarizer')];
    await publishRecords(
      kafka,
      'observations',
      ['a', 'b', 'c'].map((value) => ({ key: value, value })),
    );
    await eventually(async () => (await readTopic(kafka, 'observations.dead')).length === 1);
    await eventually(async () => others.every(({ values }) => values.length === 3));

    refused.clear();
    expect(await replay(kafka, '--send', '--stage', 'influx-sink')).toMatchObject({ result: { delivered: 0 } });
    for (const again of [[], ['--again']])
      expect(await replay(kafka, '--send', ...again)).toMatchObject({ result: { delivered: 1 } });
    await eventually(async () => postgres.values.includes('b'));
    for (const { runtime } of others)
      await eventually(async () =>
        (await runtime.registry.metrics()).includes('{outcome="drop",reason="addressed_to_other_stage"} 2'),
      );
    await eventually(async () =>
      (await postgres.runtime.registry.metrics()).includes('{outcome="drop",reason="already_stored"} 1'),
    );
    for (const { values } of [postgres, ...others]) expect(values.toSorted()).toEqual(['a', 'b', 'c']);
    expect(await valuesIn(kafka, 'observations')).toHaveLength(3);
  });

  it('counts the attempts of what was delivered again to a store and refused again', async () => {
    const kafka = await provisioned();
    await started(kafka, 'summarizer', () => true);
    await publishRecords(kafka, 'observations', [{ key: 'a', value: 'a' }]);
    await eventually(async () => (await readTopic(kafka, 'observations.dead')).length === 1);
    await replay(kafka, '--send');
    const [, second] = await eventually(async () => {
      const found = await readTopic(kafka, 'observations.dead');
      return found.length === 2 && found;
    });
    expect(second?.headers).toMatchObject({ 'dead.attempts': '2', 'dead.stage': 'summarizer' });
    expect(second?.headers['dead.origin']).toContain('observations.replay');
    expect(await replay(kafka)).toMatchObject({ result: { counts: [{ letters: 2, due: 1, replayed: 1 }] } });
  });

  it('ends where it is interrupted, and a second run delivers the rest and nothing else', async () => {
    const kafka = await provisioned();
    const letters = await produceDeadLetter(kafka, 30);
    const query = toQuery({ 'max-attempts': '3', again: false }, Date.now());
    const interrupt = new AbortController();
    const progress = () => interrupt.abort();
    const run = await redeliverDeadLetters(kafka, query, { recordsPerSecond: 100, signal: interrupt.signal, progress });
    expect(run).toMatchObject({ delivered: 10, interrupted: true });
    expect(await valuesIn(kafka, 'raw')).toHaveLength(10);
    expect(await replay(kafka, '--send')).toMatchObject({ code: 0, result: { delivered: 20 } });
    expect((await valuesIn(kafka, 'raw')).toSorted()).toEqual(letters.toSorted());
    expect(await valuesIn(kafka, 'replays')).toHaveLength(30);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('loses nothing and doubles nothing on %s in the middle', async (signal) => {
    const kafka = await provisioned();
    const letters = await produceDeadLetter(kafka, 100);
    const child = spawn(process.execPath, [MAIN, 'replay', '--send', '--rate', '50', '--json'], {
      env: { ...process.env, ...environment(kafka) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output = text(child.stdout);
    const ended = once(child, 'exit');
    await eventually(async () => (await valuesIn(kafka, 'raw')).length > 0);
    child.kill(signal);
    const [code] = await ended;
    const delivered = (await valuesIn(kafka, 'raw')).length;
    expect(delivered).toBeLessThan(100);
    if (signal === 'SIGINT')
      expect([code, JSON.parse(await output)]).toMatchObject([1, { interrupted: true, delivered }]);
    expect(await replay(kafka, '--send')).toMatchObject({ code: 0, result: { delivered: 100 - delivered } });
    expect((await valuesIn(kafka, 'raw')).toSorted()).toEqual(letters.toSorted());
  });

  it('gives way to a run that began later, and the two deliver each letter once', async () => {
    const kafka = await provisioned();
    const letters = await produceDeadLetter(kafka, 40);
    const first = replay(kafka, '--send', '--rate', '2');
    await eventually(async () => (await valuesIn(kafka, 'raw')).length > 0);
    const second = await replay(kafka, '--send');
    expect(second.code).toBe(0);
    expect(await first).toMatchObject({
      code: 1,
      err: expect.arrayContaining([expect.stringContaining('another replay of raw.dead has begun')]),
    });
    expect((await valuesIn(kafka, 'raw')).toSorted()).toEqual(letters.toSorted());
    expect(second.result.delivered).toBeLessThan(40);
  });
});
