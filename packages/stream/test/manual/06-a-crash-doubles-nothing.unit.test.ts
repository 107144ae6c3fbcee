import { toyEmissions } from '@heliograph/testkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../../src/client/kafka-client.ts';
import { ok, startProcessor } from '../../src/index.ts';
import { clientOf, holdTime, releaseTime, type StageOptions } from '../simulated-stage.ts';
import { shown, stageWith, version, workOff } from './work-off.ts';

// The broker is simulated; what runs on it is the code as it is shipped.
vi.mock('../../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));
beforeEach(holdTime);
afterEach(releaseTime);

const sanitizer: StageOptions = {
  stage: 'sanitizer',
  input: 'raw',
  start: ({ kafka, runtime }) =>
    startProcessor({
      ...{ stage: 'sanitizer', version, input: 'raw', kafka, runtime },
      open: async () => ({
        decide: (batch) => ({
          outcomes: batch.map(({ key }) => ok(toyEmissions({ topic: 'sanitized', key: key ?? '', value: 1 }))),
        }),
      }),
    }),
};

it.each(Array.from({ length: 12 }, (_, n) => n))(
  '6. emissions and position are one transaction: a process that dies at its effect %i doubles nothing and loses nothing',
  async (effects) => {
    const stage = stageWith(sanitizer, ['a', 'b', 'c']);
    const steps = Array.from({ length: effects }, () => ({ kind: 'step', pick: 0, fate: 'done' }) as const);
    await stage.run([...steps, { kind: 'step', pick: 0, fate: 'killed_after' }]);
    // The next owner of the partition fences the one before, which ends a transaction that it left open.
    await workOff(stage, sanitizer);
    expect(shown(stage.committed('sanitized', 0)).map(([key]) => key)).toEqual(['a', 'b', 'c']);
  },
);
