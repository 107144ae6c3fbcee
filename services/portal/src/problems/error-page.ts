import { html } from '../site/html.ts';
import { layout } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { type ParameterError, PROBLEMS, type ProblemCode } from './problem.ts';

/** What people are told first; the rest is the problem's own text. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'That cannot be read',
  404: 'There is nothing here',
  503: 'Back in a moment',
};

/** The page that is shown in place of one that cannot be. Nothing of the request is repeated. */
export function errorPage(site: Site, code: ProblemCode, errors: readonly ParameterError[]): string {
  const { status, detail } = PROBLEMS[code];
  const title = TITLES[status] ?? 'Something is broken here';
  const items = errors.map(
    ({
      parameter,
      detail: wanted,
    }) => html`<li>${parameter === undefined ? undefined : html`<code>${parameter}</code>: `}${wanted}</li>
`,
  );
  return layout(
    title,
    html`<h1>${title}</h1>
<p class="lead">${detail}</p>
${
  errors.length === 0
    ? undefined
    : html`<ul>
${items}</ul>`
}
${status === 503 ? html`<p>Nothing is lost. This page can be loaded again in a few seconds.</p>` : undefined}
<p>From here:</p>
<ul>
<li><a href="/">All sources and their figures</a></li>
<li><a href="/collected">What is collected, and why</a></li>
<li><a href="/status">Whether everything works</a></li>
</ul>
<p class="quiet">Answer ${status}</p>`,
    { site },
  );
}
