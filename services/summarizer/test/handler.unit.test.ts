import { createRegister } from '@heliograph/schema';
import { aDefinition, anInput, anObservation } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/handler.ts';
import type { Fate, LatestWriter } from '../src/latest.ts';

const register = createRegister([
  aDefinition({ application: 'trento', telemetry_type: 'host_telemetry' }),
  aDefinition({ application: 'quiet', summaries: [] }),
]);
const span = { partition: 0, from: 0n, next: 10n };

function writerWith(fates: readonly Fate[]) {
  const calls: string[] = [];
  const writer: LatestWriter = {
    async write(observations) {
      calls.push(`write ${observations.length}`);
      return {
        fates,
        commit: async () => void calls.push('commit'),
        rollback: async () => void calls.push('rollback'),
      };
    },
    position: async () => 0n,
  };
  return { writer, calls };
}

describe('the handler', () => {
  it('gives each record its outcome, in order', async () => {
    const { writer, calls } = writerWith([
      { kind: 'taken' },
      { kind: 'superseded' },
      { kind: 'day_is_final' },
      { kind: 'rejected', sqlstate: '22P05' },
    ]);
    const batch = [
      anInput(anObservation()),
      anInput(Buffer.from('{')),
      anInput(anObservation()),
      anInput(anObservation({ application: 'stranger' })),
      anInput(anObservation()),
      anInput(anObservation({ application: 'quiet', telemetry_type: 'status' })),
      anInput(anObservation()),
    ];
    const pending = await createHandler(register, writer)(batch, span);
    expect(pending.outcomes).toMatchObject([
      { kind: 'ok' },
      { kind: 'dead', reason: 'not_json' },
      { kind: 'drop', reason: 'superseded' },
      { kind: 'dead', reason: 'unknown_definition' },
      { kind: 'drop', reason: 'day_is_final' },
      { kind: 'drop', reason: 'not_summarised' },
      { kind: 'dead', reason: 'store_rejected', detail: 'SQLSTATE 22P05' },
    ]);
    await pending.commit?.();
    expect(calls).toEqual(['write 4', 'commit']);
  });

  it('moves the position even where nothing of a batch can be taken', async () => {
    const { writer, calls } = writerWith([]);
    const pending = await createHandler(register, writer)([anInput(null)], span);
    expect(pending.outcomes).toMatchObject([{ kind: 'dead' }]);
    await pending.rollback?.();
    expect(calls).toEqual(['write 0', 'rollback']);
  });

  it('does not settle what the writer forgot', async () => {
    const { writer } = writerWith([]);
    await expect(createHandler(register, writer)([anInput(anObservation())], span)).rejects.toThrow('fewer fates');
  });
});
