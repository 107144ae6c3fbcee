import { isRequest, type Rejected } from '@heliograph/postgres/sink';
import { createRegister, REQUEST_HEADER } from '@heliograph/schema';
import { aDefinition, anInput, anObservation, aSystemRequest } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/handler.ts';
import type { Fate, LatestWriter } from '../src/latest.ts';

const register = createRegister([
  aDefinition({ application: 'trento', telemetry_type: 'host_telemetry' }),
  aDefinition({ application: 'quiet', summaries: [] }),
]);
const span = { partition: 0, from: 0n, next: 10n };

function writerWith(fates: readonly (Fate | Rejected)[]) {
  const calls: string[] = [];
  const writer: LatestWriter = {
    async write(entries) {
      calls.push(`write ${entries.map((entry) => (isRequest(entry) ? 'request' : 'report')).join(' ')}`.trim());
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
    expect(calls).toEqual(['write report report report report', 'commit']);
  });

  it('leaves erasures in their place among the reports, whatever they are about', async () => {
    const { writer, calls } = writerWith([
      { kind: 'taken' },
      { kind: 'erased' },
      { kind: 'erased' },
      { kind: 'taken' },
    ]);
    const request = (given: Parameters<typeof aSystemRequest>[0]) => {
      const made = aSystemRequest(given);
      return anInput(made, { headers: { [REQUEST_HEADER]: made.request } });
    };
    const batch = [
      anInput(anObservation()),
      request({ request: 'erasure' }),
      request({ request: 'erasure', application: 'stranger' }),
      request({ request: 'export' }),
      anInput(anObservation()),
    ];
    const { outcomes } = await createHandler(register, writer)(batch, span);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(calls).toEqual(['write report request request report']);
  });

  it('takes no request without its header, and no report with it', async () => {
    const { writer, calls } = writerWith([]);
    const headers = { [REQUEST_HEADER]: 'erasure' };
    const batch = [anInput(aSystemRequest()), anInput(anObservation(), { headers }), anInput(null, { headers })];
    const { outcomes } = await createHandler(register, writer)(batch, span);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['dead', 'dead', 'dead']);
    expect(calls).toEqual(['write']);
  });

  it('moves the position even where nothing of a batch can be taken', async () => {
    const { writer, calls } = writerWith([]);
    const pending = await createHandler(register, writer)([anInput(null)], span);
    expect(pending.outcomes).toMatchObject([{ kind: 'dead' }]);
    await pending.rollback?.();
    expect(calls).toEqual(['write', 'rollback']);
  });

  it('does not settle what the writer forgot', async () => {
    const { writer } = writerWith([]);
    await expect(createHandler(register, writer)([anInput(anObservation())], span)).rejects.toThrow('fewer fates');
  });
});
