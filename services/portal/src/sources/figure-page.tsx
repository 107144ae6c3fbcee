import { renderDocument } from '@heliograph/html';
import type { Definition, Summary } from '@heliograph/schema';
import { wordsOf } from '@heliograph/schema/summaries';
import { figureTitle, sourcePath } from '../definitions/source.ts';
import { type View, viewQuery } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { figurePath } from '../sections/figure-frame.tsx';
import { FigureSection } from '../sections/figure-section.tsx';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { ViewHeader } from './view-header.tsx';

export interface FigurePage {
  readonly site: Site;
  readonly definition: Definition;
  readonly summary: Summary;
  readonly view: View;
  /** Undefined if nothing has been published yet. */
  readonly data: SourceData | undefined;
  readonly nowMs: number;
}

/** One figure, large, with all that is published of it in the range. */
export function figurePage({ site, definition, summary, view, data, nowMs }: FigurePage): string {
  const title = figureTitle(summary);
  const shown = { definition, view };
  const path = figurePath(definition, summary.name);
  return renderDocument(
    <Layout
      site={site}
      title={`${title}: ${definition.title}`}
      section="/"
      description={`${title}, over time: ${definition.title}.`}
    >
      <p class="crumbs">
        <a href="/">Summaries</a> › <a href={`${sourcePath(definition)}${viewQuery(view)}`}>{definition.title}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{wordsOf(summary).lead}</p>
      {data === undefined ? (
        <p>Nothing has been published yet.</p>
      ) : (
        <>
          <ViewHeader {...shown} data={data} path={path} nowMs={nowMs} />
          <FigureSection {...shown} data={data} summary={summary} large />
        </>
      )}
    </Layout>,
  );
}
