import type { Rejected } from '@heliograph/postgres/sink';
import { anInput, anObservation, aSystemRequest } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/handler.ts';
import type { RowFate, RowWriter } from '../src/row-writer.ts';

const span = { partition: 0, from: 0n, next: 10n };

function writerThatSays(fates: (RowFate | Rejected)[]): RowWriter {
  return {
    write: async () => ({ fates, commit: async () => undefined, rollback: async () => undefined }),
    position: async () => 0n,
  };
}

describe('the handler', () => {
  it('gives each record the fate of its row, in the order of the batch', async () => {
    const write = createHandler(
      writerThatSays([{ kind: 'stored' }, { kind: 'already_stored' }, { kind: 'rejected', sqlstate: '22008' }]),
    );
    const batch = [
      anInput(anObservation()),
      anInput(Buffer.from('{')),
      anInput(anObservation()),
      anInput({ id: 1 }),
      anInput(anObservation()),
    ];
    const { outcomes } = await write(batch, span);
    expect(outcomes.map((o) => [o.kind, 'reason' in o ? o.reason : ''])).toEqual([
      ['ok', ''],
      ['dead', 'not_json'],
      ['drop', 'already_stored'],
      ['dead', 'invalid_envelope'],
      ['dead', 'store_rejected'],
    ]);
    expect(outcomes[4]).toMatchObject({ detail: 'SQLSTATE 22008' });
  });

  it('hands requests to the writer in their place, told from telemetry by their header', async () => {
    const seen: string[] = [];
    const write = createHandler({
      position: async () => 0n,
      write: async (entries) => {
        seen.push(...entries.map((entry) => ('request' in entry ? entry.request : 'row')));
        const fates = entries.map(() => ({ kind: 'carried_out' }) as const);
        return { fates, commit: async () => undefined, rollback: async () => undefined };
      },
    });
    const asked = (request: 'erasure' | 'export') => anInput(aSystemRequest({ request }), { headers: { request } });
    const batch = [anInput(anObservation()), asked('export'), asked('erasure'), anInput(anObservation())];
    const { outcomes } = await write([...batch, anInput(anObservation(), { headers: { request: 'erasure' } })], span);
    expect(seen).toEqual(['row', 'export', 'erasure', 'row']);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok', 'dead']);
  });

  it('takes a writer that loses count for a bug', async () => {
    const write = createHandler(writerThatSays([]));
    await expect(write([anInput(anObservation())], span)).rejects.toThrow('fewer fates than entries');
  });
});
