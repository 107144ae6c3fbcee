import type { Notice } from '../stores/summary-store.ts';
import { type Html, html } from './html.ts';
import { dayInWords } from './words.ts';

/** What readers of a source's figures should know before they read them; nothing where there is nothing. */
export function noticesHtml(notices: readonly Notice[]): Html | undefined {
  if (notices.length === 0) return undefined;
  const items = notices.map(
    ({ notice, from_day, to_day }) => html`<p><strong>${notice}</strong> ${span(from_day, to_day)}</p>
`,
  );
  return html`<div class="notice" role="note">
${items}</div>`;
}

function span(from: string, to: string | null): string {
  if (to === null) return `Since ${dayInWords(from)}.`;
  return from === to ? `On ${dayInWords(from)}.` : `From ${dayInWords(from)} to ${dayInWords(to)}.`;
}
