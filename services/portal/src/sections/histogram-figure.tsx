import type { Content } from '@heliograph/html';
import type { Bucket } from '@heliograph/schema';
import { Histogram } from '../charts/columns.tsx';
import { formatNumber, formatPercent, formatRange, percentage, shortRange } from '../site/format.ts';
import { NumbersOf, Table } from '../site/table.tsx';

interface HistogramFigureProperties {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
  /** What the ranges are of. */
  readonly what: string;
  readonly buckets: readonly Bucket[];
  /** Systems of no range that is shown. */
  readonly other: number;
  /** Between the picture and its numbers. */
  readonly children?: Content;
}

/** A histogram and its numbers. */
export function HistogramFigure({ what, buckets, other, children, ...frame }: HistogramFigureProperties) {
  const total = buckets.reduce((sum, { systems }) => sum + systems, other);
  const row = (name: string, n: number) => [name, formatNumber(n), formatPercent(percentage(n, total))] as const;
  const rows = buckets.map(({ from, to, systems }) => row(formatRange(from, to), systems));
  const columns = buckets.map(({ from, to, systems }) => ({ name: shortRange(from, to), systems }));
  return (
    <>
      <figure class="plot">
        <Histogram {...frame} columns={columns} />
      </figure>
      {children}
      <NumbersOf>
        <Table
          class="series"
          caption={frame.title}
          columns={[what, 'Systems', 'Share']}
          rows={other === 0 ? rows : [...rows, row('not shown', other)]}
        />
      </NumbersOf>
    </>
  );
}
