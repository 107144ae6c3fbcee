/** A page of the site, and what its heading says. */
export interface Route {
  readonly path: string;
  readonly heading: RegExp;
}

const PULP = '/sources/pulp/status';
const TRENTO = '/sources/trento/host_telemetry';

/** Every page that a reader can come to, on the production channel; of pages that look alike, those that differ most. */
export const ROUTES: readonly Route[] = [
  { path: '/', heading: /systems say/i },
  { path: PULP, heading: /Daily status of a Pulp system/ },
  { path: `${PULP}?range=all&level=x.y.z`, heading: /Daily status of a Pulp system/ },
  // Before there were enough hosts to say anything.
  { path: `${TRENTO}?range=week&to=2024-02-20`, heading: /Hosts known/ },
  { path: `${PULP}/figures/version?range=year&level=x.y.z`, heading: /Pulp versions/ },
  { path: `${TRENTO}/figures/cpu_count?range=all`, heading: /CPUs/ },
  { path: `${PULP}/figures/storage_by_postgresql`, heading: /Storage by PostgreSQL version/ },
  { path: '/collected', heading: /collected/i },
  { path: `${PULP}/collected`, heading: /collected/i },
  { path: `${PULP}/changes`, heading: /change/i },
  { path: `${PULP}/unregistered`, heading: /not registered/i },
  { path: '/data', heading: /Data/ },
  { path: '/status', heading: /^Status$/ },
  { path: '/your-data', heading: /Your data/ },
];
