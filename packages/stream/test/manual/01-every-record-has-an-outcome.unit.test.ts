import { toyEmissions } from '@heliograph/testkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../../src/client/kafka-client.ts';
import { dead, drop, ok, type PartitionHandler, startProcessor } from '../../src/index.ts';
import { clientOf, holdTime, releaseTime, type StageOptions } from '../simulated-stage.ts';
import { shown, stageWith, version, workOff } from './work-off.ts';

// The broker is simulated; what runs on it is the code as it is shipped.
vi.mock('../../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));
beforeEach(holdTime);
afterEach(releaseTime);

/** A handler is a function from a batch to one outcome for each record. It writes nothing, and throws nothing. */
const handler: PartitionHandler<'sanitized'> = {
  decide: (batch) => ({
    outcomes: batch.map(({ key }) => {
      if (key === 'again') return drop('duplicate');
      if (key === 'broken') return dead('invalid_envelope', '/time: missing');
      return ok(toyEmissions({ topic: 'sanitized', key: key ?? '', value: `clean ${key}` }));
    }),
  }),
};

const sanitizer: StageOptions = {
  stage: 'sanitizer',
  input: 'raw',
  start: ({ kafka, runtime }) =>
    startProcessor({ stage: 'sanitizer', version, input: 'raw', kafka, runtime, open: async () => handler }),
};

it('1. every record has an outcome: what is ok is emitted, a drop is counted, a dead letter is kept with its reason', async () => {
  const stage = stageWith(sanitizer, ['a', 'again', 'broken', 'b']);
  await workOff(stage, sanitizer);

  expect(shown(stage.committed('sanitized', 0))).toEqual([
    ['a', 'clean a'],
    ['b', 'clean b'],
  ]);
  const [letter, ...others] = stage.committed('raw.dead', 0);
  expect(others).toEqual([]);
  // The original bytes under the original key, and headers that say who gave it up, and why.
  expect(shown(letter === undefined ? [] : [letter])).toEqual([['broken', 'broken']]);
  expect(letter?.headers).toMatchObject({
    'dead.reason': 'invalid_envelope',
    'dead.detail': '/time: missing',
    'dead.stage': 'sanitizer',
    'dead.origin': 'test.raw.v1/0/2',
  });
  const counts = await stage.members[0]?.runtime.registry.getSingleMetricAsString('heliograph_records_total');
  expect(counts).toContain('{outcome="ok",reason=""} 2');
  expect(counts).toContain('{outcome="drop",reason="duplicate"} 1');
  expect(counts).toContain('{outcome="dead",reason="invalid_envelope"} 1');
});
