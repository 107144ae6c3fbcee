/** How a reader looks at a page. */
export const LOOKS = [
  { width: 1440, colorScheme: 'light' },
  { width: 360, colorScheme: 'dark' },
] as const;
type Look = (typeof LOOKS)[number];
const [WIDE, NARROW] = LOOKS;

/** A page of the site, what its heading says, and how it is looked at, if not in each way. */
export interface Route {
  readonly path: string;
  readonly heading: RegExp;
  readonly looks?: readonly Look[];
}

const PULP = '/sources/pulp/status';
const TRENTO = '/sources/trento/host_telemetry';

/** Every page that a reader can come to, on the production channel; of pages that look alike, those that differ most. */
export const ROUTES: readonly Route[] = [
  { path: '/', heading: /systems say/i },
  // Two of the same page, which is by far the largest.
  { path: PULP, heading: /Daily status of a Pulp system/, looks: [WIDE] },
  { path: `${PULP}?range=all&level=x.y.z`, heading: /Daily status of a Pulp system/, looks: [NARROW] },
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
