import { renderDocument } from '@heliograph/html';
import { type Definition, HOUR_MS } from '@heliograph/schema';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { Table } from '../site/table.tsx';

export interface YourDataPage {
  readonly site: Site;
  readonly definitions: readonly Definition[];
  /** Without a slash at the end. */
  readonly gatewayUrl: string | undefined;
}

const DESCRIPTION = 'How to get a copy of what your system has sent, and how to have it deleted.';

/** How the owner of a system has its data deleted or exported, and sees the progress. */
export function yourDataPage({ site, definitions, gatewayUrl }: YourDataPage): string {
  return renderDocument(
    <Layout site={site} title="Your data" section="/your-data" description={DESCRIPTION}>
      <h1>Your data</h1>
      <p class="lead">
        Get a copy of everything that your system has sent, or have it deleted, without asking anybody.
      </p>
      <p>
        Whoever knows the id that a system sends in its reports can have everything deleted that is held of the system,
        or get a copy. The id is random and nobody else has it: it is the proof that the system is yours. Nothing else
        is asked for.
      </p>
      <h2>1. Find the id</h2>
      <Ids definitions={definitions} />
      <h2>2. Ask</h2>
      <p>To have everything deleted:</p>
      <Curl gatewayUrl={gatewayUrl} path="erasures" />
      <p>To get a copy of everything:</p>
      <Curl gatewayUrl={gatewayUrl} path="exports" />
      <p>
        {gatewayUrl === undefined && [<code>GATEWAY</code>, ' is the address that the system sends its reports to. ']}
        For one kind of report only, add <code>"telemetry_type": "…"</code>. Some operators ask for an API key as well.
      </p>
      <p>
        The answer has the <strong>id of your request</strong>. It is given once, and nobody can look it up for you.
        Whether anything was held of the system is not told: the answer is the same.
      </p>
      <h2 id="see">3. See what became of it</h2>
      <RequestForm />
      <p>
        A deletion usually takes seconds. Switch the telemetry of the system off before you ask, or its next report
        starts it afresh.
      </p>
      <h2>Keep the id of your request to yourself</h2>
      <p>
        Whoever has it can see what became of the request, and for 24 hours fetch the copy. It becomes part of the
        page’s address, so it is in the history of this browser: on a computer that you share, use a private window.
        This site writes it to no log, stores only a hash of it, tells it to no other site, and asks search engines to
        stay away. If you would rather not use a browser, with the address of this site and the id:
      </p>
      <pre>
        <code>{'curl SITE/api/v1/requests/ID\ncurl SITE/api/v1/exports/ID'}</code>
      </pre>
    </Layout>,
  );
}

function Curl({ gatewayUrl = 'GATEWAY', path }: { readonly gatewayUrl: string | undefined; readonly path: string }) {
  const command = `curl -i ${gatewayUrl}/v1/${path} -H 'Content-Type: application/json' \\
  -d '{"application": "…", "system_id": "…"}'`;
  return (
    <pre>
      <code>{command}</code>
    </pre>
  );
}

const RequestForm = () => (
  <form action="/requests" method="get">
    <label for="id">Id of your request</label>
    <input
      id="id"
      name="id"
      required
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      maxlength="100"
      size="40"
      placeholder="00000000-0000-4000-8000-000000000000"
    />
    <button type="submit">Show</button>
  </form>
);

function Ids({ definitions }: Pick<YourDataPage, 'definitions'>) {
  if (definitions.length === 0) return <p>No source is registered, so nothing is held of any system.</p>;
  const rows = definitions.map(
    ({ application, telemetry_type, title, record, erasure }) =>
      [
        <code>{application}</code>,
        [<code>{telemetry_type}</code>, `: ${title}`],
        <code>{record.system_id}</code>,
        afterDeletion(erasure.refuse_for),
      ] as const,
  );
  return (
    <Table
      caption="Where a report has it"
      columns={['Application', 'Report', 'Place of the system id', 'Reports after a deletion']}
      rows={rows}
    />
  );
}

function afterDeletion(refuseForMs: number | undefined): string {
  if (refuseForMs === undefined) return 'count as a new system';
  return `are refused for ${Math.ceil(refuseForMs / HOUR_MS)} hours`;
}
