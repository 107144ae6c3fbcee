import { anInput, anObservation, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/handler.ts';
import type { PointFate, PointWriter } from '../src/points.ts';

const span = { partition: 0, from: 0n, next: 10n };
const writerThatSays = (fates: PointFate[]): PointWriter => ({
  write: async () => fates,
  prove: async () => undefined,
});

describe('the handler', () => {
  it('gives each record the fate of its point, in the order of the batch', async () => {
    const writer = writerThatSays([{ kind: 'stored' }, { kind: 'rejected', why: 'HTTP 422' }]);
    const batch = [
      anInput(Buffer.from('{')),
      anInput(anObservation()),
      anInput(anObservation({ telemetry_type: 'unheard_of' })),
      anInput(anObservation()),
    ];
    const { outcomes } = await createHandler(shippedDefinitions(), writer)(batch, span);
    expect(outcomes).toMatchObject([
      { kind: 'dead', reason: 'not_json' },
      { kind: 'ok' },
      { kind: 'dead', reason: 'unknown_definition', detail: 'trento/unheard_of' },
      { kind: 'dead', reason: 'store_rejected', detail: 'HTTP 422' },
    ]);
  });

  it('takes a writer that loses count for a bug', async () => {
    const write = createHandler(shippedDefinitions(), writerThatSays([]));
    await expect(write([anInput(anObservation())], span)).rejects.toThrow('fewer fates than points');
  });
});
