import type { PublishedFigure } from '@heliograph/schema';
import type { SeriesQuery, SummaryStore } from '../stores/summary-store.ts';

/** Some 500 kB; no connection is held between two pages. */
const PAGE = 500;

/** All figures of a query, however many, a page at a time. */
export async function* figurePages(
  store: Pick<SummaryStore, 'series'>,
  query: Omit<SeriesQuery, 'limit' | 'after'>,
): AsyncGenerator<PublishedFigure[]> {
  let after: SeriesQuery['after'];
  for (;;) {
    const figures = await store.series({ ...query, after, limit: PAGE });
    yield figures;
    const last = figures.at(-1);
    if (last === undefined || figures.length < PAGE) return;
    after = { start: last.start, name: last.name };
  }
}
