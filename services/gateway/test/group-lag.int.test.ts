import { topicsOf } from '@heliograph/schema';
import { eventually, makeTopics, publishRecords, testKafka, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { showGroupLag, watchGroupLag } from '../src/group-lag.prometheus.ts';

it('a service of which no process is left has its lag in the metrics of the gateway', async ({ onTestFinished }) => {
  const kafka = testKafka('group-lag');
  const consumers = ['sanitizer', 'dedup', 'influx-sink', 'postgres-sink', 'summarizer'] as const;
  await makeTopics(kafka, [...new Set(consumers.flatMap(topicsOf))]);
  await publishRecords(
    kafka,
    'sanitized',
    [1, 2, 3].map((n) => ({ key: 'k', value: n })),
  );
  const runtime = testRuntime();
  let nowMs = Date.now();
  const watch = watchGroupLag({ kafka, runtime, now: () => nowMs });
  onTestFinished(watch.stop);
  const labels = '{service="dedup",topic="sanitized",partition="0"}';
  const metric = async (name: string) => {
    const lines = (await runtime.registry.metrics()).split('\n');
    const line = lines.find((one) => one.startsWith(`heliograph_group_${name}${labels} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  await eventually(async () => (await metric('lag_records')) === 3);
  expect(await metric('owned')).toBe(0);
  nowMs += 3_600_000;
  expect(await metric('lag_seconds')).toBeGreaterThanOrEqual(3600);
  expect(await metric('lag_seconds')).toBeLessThan(3700);
  const text = await runtime.registry.metrics();
  expect(text).toContain('heliograph_group_lag_records{service="postgres-sink",topic="observations",partition="0"} 0');
  expect(text).toContain('heliograph_group_lag_seconds{service="postgres-sink",topic="observations",partition="0"} 0');
});

it('what cannot be read any more stays as it is, and grows older', async () => {
  const { registry } = testRuntime();
  let nowMs = 100_000;
  const show = showGroupLag(registry, () => nowMs);
  const lag = { stage: 'dedup' as const, topic: 'sanitized' as const, partition: 0, next: 4n, end: 9n };
  show([{ ...lag, oldestMs: 90_000, owner: { clientId: 'a', host: '/127.0.0.1' } }]);
  nowMs += 5000;
  const text = await registry.metrics();
  expect(text).toContain('heliograph_group_lag_seconds{service="dedup",topic="sanitized",partition="0"} 15');
  expect(text).toContain('heliograph_group_owned{service="dedup",topic="sanitized",partition="0"} 1');
});
