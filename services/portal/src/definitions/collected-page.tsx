import { renderDocument } from '@heliograph/html';
import type { Definition } from '@heliograph/schema';
import { formatCount, formatDay } from '../site/format.ts';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { FieldTable, FigureTable, ProcessingRules, ReviewAnswers } from './collected-tables.tsx';
import { sourcePath } from './source.ts';
import { StateLabel } from './state-label.tsx';

export interface CollectedPage {
  readonly site: Site;
  readonly definition: Definition;
  /** YYYY-MM-DD: the first day that has figures; undefined if there is none. */
  readonly since: string | undefined;
  readonly nowMs: number;
}

/** One definition for everyone: why, what, how, who approved it, for how long, and how to opt out. */
export function collectedPage({ site, definition, since, nowMs }: CollectedPage): string {
  const { application, telemetry_type, title } = definition;
  const path = sourcePath(definition);
  const description = `${title}: every field that is collected, why, and how it is protected.`;
  return renderDocument(
    <Layout site={site} title={`What is collected: ${title}`} section="/collected" description={description}>
      <p class="crumbs">
        <a href="/collected">What is collected</a> ›{' '}
        <code>
          {application}/{telemetry_type}
        </code>
      </p>
      <h1>{title}: what is collected, and why</h1>
      <p class="quiet">
        <StateLabel definition={definition} nowMs={nowMs} /> <a href="#why">Why</a> · <a href="#figures">Figures</a> ·{' '}
        <a href="#fields">Fields</a> · <a href="#rules">Rules</a> · <a href="#opt-out">Opting out</a> ·{' '}
        <a href={`${path}/changes`}>Changes</a> · <a href={path}>The figures themselves</a>
      </p>
      <h2 id="why">Why it is collected</h2>
      <ReviewAnswers {...definition} />
      {since !== undefined && <p class="quiet">The first day that has figures here is {formatDay(since)}.</p>}
      <h2 id="figures">What is published</h2>
      <FigureTable {...definition} />
      <h2 id="fields">Collected fields</h2>
      <FieldTable {...definition} />
      <p class="quiet">
        What products send although it is not listed is counted by its place alone:{' '}
        <a href={`${path}/unregistered`}>fields that are sent and not registered</a>.
      </p>
      <h2 id="rules">Processing rules</h2>
      <ProcessingRules {...definition} />
      <p>
        What has changed since when is in the <a href={`${path}/changes`}>log of changes</a>.
      </p>
      <h2 id="opt-out">How to opt out, copy and delete</h2>
      <OptOut {...definition} />
      <p>
        What has been sent before can be handed out or deleted at any time, without asking anybody:{' '}
        <a href="/your-data">Your data</a>.
      </p>
    </Layout>,
  );
}

function OptOut({ review, owner }: Definition) {
  if (review.opt_out !== undefined) return <p>{review.opt_out}.</p>;
  return (
    <p>
      Telemetry is switched off in the product that sends it; its documentation says how. If it does not, {owner}{' '}
      answers for it. A product that does not send is not counted, and this site cannot switch it on.
    </p>
  );
}

export interface CollectedIndexPage {
  readonly site: Site;
  readonly definitions: readonly Definition[];
  readonly nowMs: number;
}

const INDEX_DESCRIPTION = 'Every field that is collected, why, by whose approval, and how to opt out.';

/** All definitions, one after the other. */
export function collectedIndexPage({ site, definitions, nowMs }: CollectedIndexPage): string {
  return renderDocument(
    <Layout site={site} title="What is collected" section="/collected" description={INDEX_DESCRIPTION}>
      <h1>What is collected</h1>
      <p class="lead">
        Nothing is collected without a definition: a public document that lists every field, says what it is for, and
        was approved by somebody. What is not listed is removed before it is stored.
      </p>
      {definitions.length === 0 && <p>No source is registered, so nothing is collected.</p>}
      <div class="cards">
        {definitions.map((definition) => (
          <DefinitionCard definition={definition} nowMs={nowMs} />
        ))}
      </div>
      <h2 id="opt-out">How to opt out</h2>
      <p>A product that does not send is not counted: telemetry is switched off in the product itself.</p>
      <dl>
        {definitions.map((definition) => [
          <dt>{definition.title}</dt>,
          <dd>
            <OptOut {...definition} />
          </dd>,
        ])}
      </dl>
      <p>
        What has been sent before can be <a href="/your-data">handed out or deleted</a> at any time.
      </p>
    </Layout>,
  );
}

function DefinitionCard({ definition, nowMs }: { readonly definition: Definition; readonly nowMs: number }) {
  const { application, telemetry_type, title, review, fields, approval, expires } = definition;
  const id = `${application}-${telemetry_type}`;
  const approved = approval === undefined ? 'Not approved' : `Approved on ${formatDay(approval.on)}`;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>
        <a href={`${sourcePath(definition)}/collected`}>{title}</a>
      </h2>
      <p class="quiet">
        <code>
          {application}/{telemetry_type}
        </code>
        <StateLabel definition={definition} nowMs={nowMs} />
      </p>
      <p>{review.question}</p>
      <p class="quiet">
        {formatCount(Object.keys(fields).length, 'field')}. {approved}, until {formatDay(expires)}.
      </p>
    </section>
  );
}
