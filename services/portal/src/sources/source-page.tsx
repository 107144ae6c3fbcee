import { renderDocument } from '@heliograph/html';
import type { Definition } from '@heliograph/schema';
import { figureTitle, sourcePath } from '../definitions/source.ts';
import { StateLabel } from '../definitions/state-label.tsx';
import type { View } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { FigureSection } from '../sections/figure-section.tsx';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { ViewHeader } from './view-header.tsx';

export interface SourcePage {
  readonly site: Site;
  readonly definition: Definition;
  readonly view: View;
  /** Undefined if nothing has been published yet. */
  readonly data: SourceData | undefined;
  readonly nowMs: number;
}

/** All figures of a source. */
export function sourcePage({ site, definition, view, data, nowMs }: SourcePage): string {
  const { application, telemetry_type, title, review, summaries } = definition;
  const description = `${title}: versions in use, and how they spread; public figures of many systems.`;
  return renderDocument(
    <Layout site={site} title={title} section="/" description={description}>
      <p class="crumbs">
        <a href="/">Summaries</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{review.question}</p>
      <p class="quiet">
        <code>
          {application}/{telemetry_type}
        </code>
        <StateLabel definition={definition} nowMs={nowMs} />
      </p>
      {data === undefined ? (
        <p>
          Nothing has been published yet. A day’s figures appear some time after the day has ended (UTC), once enough
          systems have reported.
        </p>
      ) : (
        <>
          <ViewHeader definition={definition} data={data} view={view} path={sourcePath(definition)} nowMs={nowMs} />
          <Contents definition={definition} data={data} />
          <div class="figures">
            {summaries.map((summary) => (
              <FigureSection definition={definition} summary={summary} data={data} view={view} large={false} />
            ))}
          </div>
        </>
      )}
      <FurtherOn {...definition} />
    </Layout>,
  );
}

interface ContentsProperties {
  readonly definition: Definition;
  readonly data: SourceData;
}

function Contents({ definition: { summaries }, data }: ContentsProperties) {
  if (summaries.length < 3) return undefined;
  return (
    <nav class="choice" aria-label="Figures of this page">
      <span>Figures</span>
      <ul>
        {summaries.map((summary) => [
          <li>
            <a href={`#${summary.name}`}>{figureTitle(summary)}</a>
          </li>,
          data.upgrades(summary.name) && (
            <li>
              <a href={`#${summary.name}-upgrades`}>How fast people upgrade</a>
            </li>
          ),
        ])}
      </ul>
    </nav>
  );
}

function FurtherOn(definition: Definition) {
  const path = sourcePath(definition);
  return (
    <section aria-labelledby="more">
      <h2 id="more">More about this source</h2>
      <ul>
        <li>
          <a href={`${path}/collected`}>What is collected, and why</a>
        </li>
        <li>
          <a href={`${path}/changes`}>What has changed in that</a>
        </li>
        <li>
          <a href={`${path}/unregistered`}>Fields that are sent and not registered</a>, for {definition.owner}
        </li>
        <li>
          <a href="/your-data">Have the data of a system deleted, or get a copy</a>
        </li>
      </ul>
    </section>
  );
}
