import type { Form } from './finding.ts';

const NAME =
  /(?<![\p{L}\w.\\-])(?<!\/(?<!:\/\/))(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.){1,8}[a-z]{2,18}(?![\p{L}\w@-]|\.\w)/giu;

/** Top-level domains under which most machines and organisations are named, and the suffixes of private networks. */
const DOMAINS = new Set(
  `com net org edu gov mil int info biz io co eu de fr uk us ca au nz jp cn in br ru ch at nl be se no dk fi es it pt pl cz sk
   hu ro bg gr ie il tr za mx ar cl kr tw hk sg my th vn id ph ua lt lv ee si hr rs lu is li cloud app dev tech online site
   xyz ai me tv cc ws sh so md py ps st local localdomain lan home internal intranet corp private test example arpa svc`.split(
    /\s+/,
  ),
);
/** Those that are endings of files and the ends of code names as well: a name needs three labels to be believed. */
const ALSO_FILES = new Set('sh so md py ps pl rs st app dev in is id at it no cc me ai'.split(' '));
/** With one of these first it is a name of code that is written backwards: org.apache.kafka.common.in */
const BACKWARDS = new Set(['com', 'org', 'net', 'io', 'edu', 'gov', 'dev', 'app', 'de']);
/** Where software comes from; says nothing of who runs it. */
const PUBLIC =
  /(?:^|\.)(?:github\.com|gitlab\.com|docker\.io|quay\.io|ghcr\.io|k8s\.io|npmjs\.org|pypi\.org|apache\.org|golang\.org|uber\.org|modernc\.org|debian\.org|kernel\.org|gnu\.org|python\.org|rubygems\.org)$/;
/** The same of companies, whose own machines have names as well. */
const PUBLISHED =
  /^(?:www|docs?|download|packages?|repo|cdn|cloud|mcr|scc|registry(?:\.access)?)\.(?:suse|redhat|ubuntu|google|microsoft|opensuse|fedoraproject|oracle)\.(?:com|org)$/;
/** Products that are called like a host. */
const PRODUCTS = new Set([
  'asp.net',
  'ado.net',
  'ml.net',
  'system.net',
  'microsoft.net',
  'socket.io',
  'draw.io',
  'crates.io',
  'vert.io',
  'deno.dev',
  'cert-manager.io',
]);

const OF_EC2 = /(?<![\w.-])ip-\d{1,3}(?:-\d{1,3}){3}(?![\w-])/gi;
const OF_WINDOWS = /(?<![\w.-])(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{7,11}(?![\w-])/gi;
const OF_APPLE = /(?<![\p{L}\w.-])[\p{L}\p{N}]{1,64}s-(?:MacBook|iMac|Mac-mini)[\w-]{0,64}/giu;
const SAID_TO_BE =
  /(?<![a-z])(?:host|fqdn|(?:host|node|server|computer)[ _-]?name)["']?(?:[=:]\s?["']?| is )(?<it>[\p{L}\p{N}][\p{L}\p{N}_.-]{1,252})/dgiu;

/** What is said of a host rather than how it is called, and the one that every machine is to itself. */
const NO_NAME =
  /^(?:localhost|none|null|undefined|unknown|unreachable|down|up|not|too|missing|invalid|required|empty)\.?$/i;

/** Names of machines: qualified ones, those that systems give by default, and what is said to be one. */
export const HOST_NAMES: readonly Form[] = [
  { pattern: NAME, believe: isQualified, mayBeIn: ({ domainDots }) => domainDots > 0 },
  { pattern: OF_EC2, mayBeIn: ({ dashes, digits }) => dashes > 3 && digits > 3 },
  { pattern: OF_WINDOWS, mayBeIn: ({ dashes, longestWord }) => dashes > 0 && longestWord > 10 },
  { pattern: OF_APPLE, mayBeIn: ({ dashes, ascii, longestWord }) => dashes > 0 && (longestWord > 6 || !ascii) },
  {
    pattern: SAID_TO_BE,
    believe: (name) => !NO_NAME.test(name),
    mayBeIn: ({ colons, equals, gaps }) => colons + equals > 0 || gaps > 1,
  },
];

function isQualified(name: string): boolean {
  const labels = name.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  // 3.22.0.dev is a version.
  if (!labels.slice(0, -1).some((label) => /\p{L}/u.test(label))) return false;
  if (
    !DOMAINS.has(last) ||
    PRODUCTS.has(labels.join('.')) ||
    PUBLIC.test(labels.join('.')) ||
    PUBLISHED.test(labels.join('.'))
  )
    return false;
  if (ALSO_FILES.has(last) && labels.length < 3) return false;
  return labels.length === 2 || !BACKWARDS.has(labels[0] ?? '');
}
