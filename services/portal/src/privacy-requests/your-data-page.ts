import type { Definition } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { layout } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { wideTable } from '../site/table.ts';

const HOUR_MS = 3_600_000;

export interface YourDataPage {
  readonly site: Site;
  readonly definitions: readonly Definition[];
  /** Without a slash at the end. */
  readonly gatewayUrl: string | undefined;
}

/** How the owner of a system has its data deleted or handed out, and where to see what became of that. */
export function yourDataPage({ site, definitions, gatewayUrl }: YourDataPage): string {
  return layout(
    'Your data',
    html`<h1>Your data</h1>
<p class="lead">Get a copy of everything that your system has sent, or have it deleted, without asking anybody.</p>
<p>Whoever knows the id that a system sends in its reports can have everything deleted that is held of the system, or get a copy. The id is random and nobody else has it: it is the proof that the system is yours. Nothing else is asked for.</p>
<h2>1. Find the id</h2>
${ids(definitions)}
<h2>2. Ask</h2>
<p>To have everything deleted:</p>
${curl(gatewayUrl, 'erasures')}
<p>To get a copy of everything:</p>
${curl(gatewayUrl, 'exports')}
<p>${gatewayUrl === undefined ? html`<code>GATEWAY</code> is the address that the system sends its reports to. ` : undefined}For one kind of report only, add <code>"telemetry_type": "…"</code>. Some operators ask for an API key as well.</p>
<p>The answer has the <strong>id of your request</strong>. It is given once, and nobody can look it up for you. Whether anything was held of the system is not told: the answer is the same.</p>
<h2 id="see">3. See what became of it</h2>
<form action="/requests" method="get">
<label for="id">Id of your request</label>
<input id="id" name="id" required autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="100" size="40" placeholder="00000000-0000-4000-8000-000000000000">
<button>Show</button>
</form>
<p>A deletion usually takes seconds. Switch the telemetry of the system off before you ask, or its next report starts it afresh.</p>
<h2>Keep the id of your request to yourself</h2>
<p>Whoever has it can see what became of the request, and for 24 hours fetch the copy. It becomes part of the page’s address, so it is in the history of this browser: on a computer that you share, use a private window. This site writes it to no log, stores only a hash of it, tells it to no other site, and asks search engines to stay away. If you would rather not use a browser, with the address of this site and the id:</p>
<pre><code>curl SITE/api/v1/requests/ID
curl SITE/api/v1/exports/ID</code></pre>`,
    {
      site,
      section: '/your-data',
      description: 'How to get a copy of what your system has sent, and how to have it deleted.',
    },
  );
}

function curl(gatewayUrl: string | undefined, path: 'erasures' | 'exports'): Html {
  return html`<pre><code>curl -i ${gatewayUrl ?? 'GATEWAY'}/v1/${path} -H 'Content-Type: application/json' \\
  -d '{"application": "…", "system_id": "…"}'</code></pre>`;
}

function ids(definitions: readonly Definition[]): Html {
  if (definitions.length === 0) return html`<p>No source is registered, so nothing is held of any system.</p>`;
  const rows = definitions.map(
    ({ application, telemetry_type, title, record, erasure }) =>
      html`<tr><th scope="row"><code>${application}</code></th><td><code>${telemetry_type}</code>: ${title}</td><td><code>${record.system_id}</code></td><td>${afterwards(erasure.refuse_for)}</td></tr>
`,
  );
  return wideTable({
    caption: 'Where a report has it',
    columns: ['Application', 'Report', 'Place of the system id', 'Reports after a deletion'],
    rows,
  });
}

function afterwards(refuseForMs: number | undefined): string {
  return refuseForMs === undefined
    ? 'count as a new system'
    : `are refused for ${Math.ceil(refuseForMs / HOUR_MS)} hours`;
}
