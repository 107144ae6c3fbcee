import { describe, expect, it } from 'vitest';
import { requestPage } from '../src/privacy-requests/request-page.tsx';
import { requestState } from '../src/privacy-requests/request-state.ts';
import { retainedData } from '../src/privacy-requests/retained-data.ts';
import type { ReceiptOfStore } from '../src/stores/request-store.ts';
import { aSite } from './a-site.ts';

const ID = '7c1f6f0e-3a55-4c1b-9d2e-0a8f5b6c7d8e';
const times = { received_at: '2026-11-21T10:00:00.000Z', done_at: '2026-11-21T10:00:02.000Z' };
const receipts = (request: 'erasure' | 'export', stores: readonly ReceiptOfStore['store'][]): ReceiptOfStore[] =>
  stores.map((store) => ({ request, store, ...times }));

function page(given: readonly ReceiptOfStore[], hasDocument = false): string {
  const state = requestState(given);
  const retained = state.request === 'erasure' ? retainedData(state.done_at, 0) : [];
  return requestPage(aSite(), { id: ID, state, hasDocument, retained });
}

describe('the page of a request', () => {
  it('of which nothing is known says so, and does not say whether it exists', () => {
    const text = page([]);
    expect(text).toContain('Nothing has been done yet');
    expect(text).toContain('An id that was never given out looks the same');
    expect(text).not.toMatch(/<table|PostgreSQL/);
  });

  it('of a deletion says what is done, what is pending and what stays', () => {
    const text = page(receipts('erasure', ['postgres']));
    expect(text).toContain('Received 2026-11-21 10:00 UTC.');
    expect(text).toMatch(/PostgreSQL[^<]*<\/th><td>done 2026-11-21 10:00 UTC/);
    expect(text).toMatch(/InfluxDB[^<]*<\/th><td>pending/);
    expect(text).toContain('<td>3 days after the deletion</td>');
    expect(text).toContain('Published summaries that are final');
  });

  it('of a deletion that is done everywhere says until when the rest stays', () => {
    const text = page(receipts('erasure', ['postgres', 'influx', 'summaries']));
    expect(text).not.toContain('pending');
    expect(text).toContain('<td>2026-11-24</td>');
  });

  it('of a copy leads to it while it is there', () => {
    expect(page(receipts('export', ['postgres']), true)).toContain(`href="/api/v1/exports/${ID}"`);
    const over = page(receipts('export', ['postgres']));
    expect(over).toContain('it was there for 24 hours');
    expect(over).not.toContain('/exports/');
    expect(over).not.toContain('What stays');
  });
});
