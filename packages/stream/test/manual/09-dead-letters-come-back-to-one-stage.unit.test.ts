import { anInput } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { onlyAddressed } from '../../src/consume/addressed-only.ts';
import { type ConsumerRecord, decideReplay, ok, type Store } from '../../src/index.ts';
import { isRedelivery } from '../../src/outcome/settle.ts';
import { toDeadLetter } from '../../src/replay/dead-letters.ts';

const dead = anInput('{', {
  topic: 'observations.dead',
  headers: {
    application: 'example',
    'dead.reason': 'store_rejected',
    'dead.detail': 'SQLSTATE 22003',
    'dead.stage': 'postgres-sink',
    'dead.group': 'telemetry.postgres-sink',
    'dead.origin': 'telemetry.observations.v1/0/7',
    'dead.attempts': '1',
    'dead.failed_at': '2026-11-21T10:00:00.000Z',
    'dead.version': '1',
  },
});

it('9. a dead letter is delivered again if it may be, and says why not if it may not', () => {
  const letter = toDeadLetter('observations.dead', 'telemetry.observations.dead.v1', dead);
  if (letter === undefined) throw new Error('its headers are those of a dead letter');
  const history = { replayed: new Map<string, string>(), erased: { concerns: () => false } };
  const policy = { maxAttempts: 3, again: false };
  expect(decideReplay(letter, history, policy)).toBe('due');
  expect(decideReplay({ ...letter, attempts: 3 }, history, policy)).toBe('max_attempts_reached');
  expect(decideReplay(letter, { ...history, erased: { concerns: () => true } }, policy)).toBe('erased');
});

it('to the one stage that gave it up: the others that read the topic pass over it', async () => {
  const written: (string | null)[] = [];
  const store: Store = {
    async write(batch) {
      written.push(...batch.map(({ key }) => key));
      return { outcomes: batch.map(() => ok()) };
    },
  };
  const to = (stage: string): ConsumerRecord =>
    anInput('{', {
      topic: 'observations.replay',
      key: stage,
      headers: { 'replay.stage': stage, 'dead.attempts': '1' },
    });
  const batch = [to('postgres-sink'), to('influx-sink')];
  const range = { partition: 0, from: 0n, next: 2n };
  const { outcomes } = await onlyAddressed('influx-sink', 'observations.replay', store).write(batch, range);
  expect(written).toEqual(['influx-sink']);
  expect(outcomes).toEqual([
    { kind: 'drop', reason: 'addressed_to_other_stage' },
    { kind: 'ok', emissions: [] },
  ]);
  // A redelivery that dies again does not count for the breaker that holds a partition back when too much dies at once.
  expect(batch.map(isRedelivery)).toEqual([true, true]);
});
