import { renderDocument } from '@heliograph/html';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { type ParameterError, PROBLEMS, type ProblemCode } from './problem.ts';

/** Headings for people; the problem's own text follows. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'That cannot be read',
  404: 'There is nothing here',
  503: 'Back in a moment',
};

/** The page in place of one that cannot be shown. It repeats nothing of the request. */
export function errorPage(site: Site, code: ProblemCode, errors: readonly ParameterError[]): string {
  const { status, detail } = PROBLEMS[code];
  const title = TITLES[status] ?? 'Something is broken here';
  return renderDocument(
    <Layout site={site} title={title}>
      <h1>{title}</h1>
      <p class="lead">{detail}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ parameter, detail: expected }) => (
            <li>
              {parameter !== undefined && [<code>{parameter}</code>, ': ']}
              {expected}
            </li>
          ))}
        </ul>
      )}
      {status === 503 && <p>Nothing is lost. This page can be loaded again in a few seconds.</p>}
      <p>From here:</p>
      <ul>
        <li>
          <a href="/">All sources and their figures</a>
        </li>
        <li>
          <a href="/collected">What is collected, and why</a>
        </li>
        <li>
          <a href="/status">Whether everything works</a>
        </li>
      </ul>
      <p class="quiet">Answer {status}</p>
    </Layout>,
  );
}
