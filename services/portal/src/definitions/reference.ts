import { type Html, html } from '../site/html.ts';

/** Where an approval was discussed. A link only where it leads to the web: what stands in a definition may be anything. */
export function referenceHtml(reference: string): Html {
  return /^https?:\/\//.test(reference)
    ? html`<a href="${reference}" rel="noreferrer">${reference}</a>`
    : html`<code>${reference}</code>`;
}
