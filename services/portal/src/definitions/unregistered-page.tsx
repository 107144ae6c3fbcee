import { renderDocument } from '@heliograph/html';
import type { Definition, PublishedFigure } from '@heliograph/schema';
import { formatDay, formatNumber } from '../site/format.ts';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { Table } from '../site/table.tsx';
import { sourcePath } from './source.ts';

type UnregisteredFields = Extract<PublishedFigure, { kind: 'unregistered' }>;

export interface UnregisteredPage {
  readonly site: Site;
  readonly definition: Definition;
  /** Of the last published day. */
  readonly figure: UnregisteredFields | undefined;
}

/** For the owner of a definition: what systems send that it does not allow, by path alone. */
export function unregisteredPage({ site, definition, figure }: UnregisteredPage): string {
  const { title, owner } = definition;
  return renderDocument(
    <Layout site={site} title={`Unregistered fields: ${title}`} section="/collected">
      <p class="crumbs">
        <a href="/collected">What is collected</a> › <a href={`${sourcePath(definition)}/collected`}>{title}</a>
      </p>
      <h1>Fields that are sent and not registered</h1>
      <p>
        What a definition does not allow is removed from every report before it is stored. Only the place where it stood
        is kept, never what stood there; in a place, <code>*</code> stands for names that senders choose.
      </p>
      <p>{owner} can register a field, which needs an approval, or have the product stop sending it.</p>
      {figure === undefined ? <p>Nothing of the kind is published.</p> : <Places {...figure} />}
    </Layout>,
  );
}

const CAPTION =
  'A system counts at each of the places where it sent something. A place is not shown where too few systems sent something, or where that could be reckoned from the others.';

function Places({ start, systems, of_systems, figures }: UnregisteredFields) {
  const day = formatDay(start);
  if (figures.suppressed) return <p>On {day} too few systems sent one to say anything about them.</p>;
  const total =
    systems === null || of_systems === null
      ? `On ${day} systems sent one. How many is told of each place alone: in all, it could tell of too few.`
      : `On ${day}, ${formatNumber(systems)} of ${formatNumber(of_systems)} systems sent at least one.`;
  const rows = figures.values.map(({ value, systems: n }) => [<code>{value}</code>, { number: n }] as const);
  const hidden = figures.other ?? 0;
  return (
    <>
      <p>{total}</p>
      <Table
        label="Unregistered fields"
        caption={CAPTION}
        columns={['Place', { number: 'Systems' }]}
        rows={hidden === 0 ? rows : [...rows, ['any place that is not shown', { number: hidden }]]}
      />
    </>
  );
}
