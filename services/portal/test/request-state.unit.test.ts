import { describe, expect, it } from 'vitest';
import { requestState } from '../src/privacy-requests/request-state.ts';
import type { ReceiptOfStore } from '../src/stores/request-store.ts';

function aReceipt(given: Partial<ReceiptOfStore> = {}): ReceiptOfStore {
  return {
    request: 'erasure',
    store: 'postgres',
    received_at: '2026-11-21T10:00:00.000Z',
    done_at: '2026-11-21T10:00:02.000Z',
    ...given,
  };
}

describe('a request', () => {
  it('waits while there is no receipt, and nothing more is said', () => {
    expect(requestState([])).toEqual({
      request: null,
      received_at: null,
      status: 'waiting',
      stores: [],
      done_at: null,
    });
  });

  it('is under way while a store is pending', () => {
    const state = requestState([aReceipt()]);
    expect(state).toMatchObject({ request: 'erasure', status: 'under_way', done_at: null });
    expect(state.stores.map(({ store, status }) => `${store} ${status}`)).toEqual([
      'postgres done',
      'influx pending',
      'summaries pending',
    ]);
  });

  it('is done when the last of its stores is', () => {
    const done_at = '2026-11-21T11:30:00.000Z';
    const state = requestState([aReceipt({ store: 'influx', done_at }), aReceipt(), aReceipt({ store: 'summaries' })]);
    expect(state).toMatchObject({ status: 'done', done_at, received_at: '2026-11-21T10:00:00.000Z' });
  });

  it('for an export concerns PostgreSQL alone', () => {
    const state = requestState([aReceipt({ request: 'export' })]);
    expect(state).toMatchObject({ request: 'export', status: 'done', stores: [{ store: 'postgres', status: 'done' }] });
  });
});
