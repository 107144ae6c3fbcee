import { parse } from 'tldts';
import type { Form } from './finding.ts';

const LABEL = '[\\p{L}\\d](?:[\\p{L}\\d-]{0,61}[\\p{L}\\d])?';
const NAME = new RegExp(
  `(?<![\\p{L}\\w.\\\\-])(?<!\\/(?<!:\\/\\/))(?:${LABEL}\\.){1,8}(?:xn--[a-z\\d-]{2,59}|\\p{L}{2,18})(?![\\p{L}\\w@]|\\.\\w|-\\w)`,
  'giu',
);

/** Suffixes of private networks, which no registry lists: RFC 6762, RFC 8375, RFC 2606, and makers of routers. */
const PRIVATE = new Set(
  `local localdomain lan home internal intranet intra corp private priv test example invalid arpa svc box ad workgroup
   domain ip dmz localnet lokal office mshome consul cluster`.split(/\s+/),
);
/** Endings of files, of code and of versions that are top-level domains too: a name needs three labels to be believed. */
const ALSO_FILES = new Set(
  `sh so md py ps pl rs st app dev in is id at it no cc me ai mo ml tf ts cs zip mov java js pub hs vi la cr do as am to my
   name host network zone group systems services build tools run data live link page map properties style menu domain box
   ip support security team plus click global media news start watch cluster sc sy ms mm cm re ad`.split(/\s+/),
);
/** Words of code: with one of these among its labels a name is a path to a setting or a member. */
const CODE =
  /^(?:app|application|attributes?|boot|build|cfg|class|client|code|com|conf|config|container|cpu|data|default|device|disk|env|error|event|file|fields?|framework|host|http|index|info|io|item|java|javax|jvm|k8s|kernel|lib|list|log|main|manager|memory|meta|metadata|metrics?|model|module|my|name|net|network|node|object|org|os|package|params?|payload|platform|plugin|process|props|python|request|resource|response|root|runtime|schema|self|server|service|settings|span|spec|spring|src|stats?|status|std|storage|store|sys|system|tags?|telemetry|test|this|types?|user|utils?|values?|version|web|window)$/;
/** With one of these first it is a name of code that is written backwards: org.apache.kafka.common.in */
const BACKWARDS = new Set(['com', 'org', 'net', 'io', 'edu', 'gov', 'dev', 'app', 'de', 'me']);
/** Where software comes from, and its API groups; says nothing of who runs it. */
const PUBLIC =
  /(?:^|\.)(?:github\.com|githubusercontent\.com|gitlab\.com|docker\.(?:io|com)|quay\.io|ghcr\.io|gcr\.io|pkg\.dev|nvcr\.io|lscr\.io|k8s\.io|kubernetes\.io|cncf\.io|helm\.sh|nuget\.org|npmjs\.(?:org|com)|yarnpkg\.com|pypi\.org|pythonhosted\.org|anaconda\.org|maven\.org|crates\.io|packagist\.org|apache\.org|golang\.org|uber\.org|freedesktop\.org|x\.org|gnome\.org|kde\.org|modernc\.org|debian\.org|kernel\.org|gnu\.org|python\.org|rubygems\.org|fedoraproject\.org|opensuse\.org|archlinux\.org|alpinelinux\.org|centos\.org|almalinux\.org|rockylinux\.org|ecr\.aws|elastic\.co|gradle\.org|coreos\.com|containo\.us|fluxcd\.io|argoproj\.io|jetstack\.io|bitnami\.com|hashicorp\.com|suse\.com)$/;
/** Drivers and storage classes of Kubernetes are called after a domain: ebs.csi.aws.com */
const DRIVER = /(?:^|\.)csi\./;
/** The same of companies, whose own machines have names as well. */
const PUBLISHED =
  /^(?:www|docs?|download|packages?|repo|cdn|cloud|mcr|scc|archive|security|mirrors?|dl|registry(?:\.access)?)\.(?:suse|redhat|ubuntu|google|microsoft|opensuse|fedoraproject|oracle|nvidia|mysql|postgresql|mongodb|mariadb|grafana|influxdata|rabbitmq|nginx)\.(?:com|org|net)$/;
/** Products that are called like a host. */
const PRODUCTS = new Set(
  `asp.net ado.net ml.net system.net microsoft.net socket.io draw.io crates.io vert.io deno.dev cert-manager.io cilium.io
   longhorn.io rook.io traefik.io istio.io fly.io let.sh node.js next.js vue.js three.js passport.net paint.net json.net
   nhibernate.net dapr.io gatsby.io keda.sh knative.dev tekton.dev crossplane.io openebs.io kubevirt.io`.split(/\s+/),
);

const OF_EC2 = /(?<![\w.-])ip-\d{1,3}(?:-\d{1,3}){3}(?![\w-])/gi;
const OF_WINDOWS =
  /(?<![\w.-])(?:(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{7,11}|EC2AMAZ-[A-Z0-9]{7}|WIN-[A-Z0-9]{11})(?![\w-])/gi;
/** The owner before the machine: Annas-MacBook-Pro, Anna's iPhone. */
const OF_APPLE =
  /(?<=(?<![\p{L}\w.-])(?<it>[\p{L}\p{N}]{1,64}(?:['’]s[ -]|s-)))(?:MacBook|iMac|Mac-mini|Mac|MBP|MBA|iPhone|iPad|Laptop|PC|Computer|Desktop)(?![a-z])/dgu;
/** As Windows domains name their servers: NORDVIK-DC01. And notebooks by number and initials. */
const OF_DOMAINS =
  /(?<![\w.-])(?:[A-Z][A-Z0-9]{2,11}-(?:DC|SRV|FS|EXCH|SQL|RDS|PC|WS|NB|LT)\d{1,4}|(?:NB|PC|LT|WS)-\d{3,6}(?:-[A-Z]{2,4})?)(?![\w-])/g;
const SHARE = /(?<![\w\\])\\\\(?<it>[A-Z0-9][A-Z0-9-]{1,62})\\{1,2}[\w$]/dgi;
const CALLED_SO =
  /(?<![a-z])(?:host|fqdn|(?:host|node|server|computer|machine)[ _-]?name)["']?(?:[=:]\s?["']?| is )(?<it>[\p{L}\p{N}][\p{L}\p{N}_.-]{1,252})/dgiu;
/** The name of an object of Kubernetes that is a machine. */
const NODE = /(?<![\w./-])nodes?\/(?<it>[a-z0-9][a-z0-9.-]{1,252})/dg;

/** What is said of a host rather than how it is called, and the one that every machine is to itself. */
const NO_NAME =
  /^(?:localhost|none|null|undefined|unknown|unreachable|down|up|not|too|missing|invalid|required|empty|default|linux|windows|set|is|os|arch|id|name|type|version|path|port|v?\d+(?:\.\d+)*)\.?$/i;

/** Names of machines: qualified ones, those that systems give by default, and what is called one. */
export const HOST_NAMES: readonly Form[] = [
  {
    pattern: NAME,
    believe: isQualified,
    mayBeIn: ({ domainDots, dots, ascii }) => domainDots > 0 || (!ascii && dots > 0),
  },
  { pattern: OF_EC2, mayBeIn: ({ dashes, digits }) => dashes > 3 && digits > 3 },
  { pattern: OF_WINDOWS, mayBeIn: ({ dashes, longestWord }) => dashes > 0 && longestWord > 10 },
  {
    pattern: OF_APPLE,
    mayBeIn: ({ dashes, gaps, longestWord, ascii }) => dashes + gaps > 0 && (longestWord > 4 || !ascii),
  },
  { pattern: OF_DOMAINS, mayBeIn: ({ dashes, digits }) => dashes > 0 && digits > 0 },
  { pattern: SHARE, mayBeIn: ({ backslashes }) => backslashes > 2 },
  {
    pattern: CALLED_SO,
    believe: (name) => !NO_NAME.test(name),
    mayBeIn: ({ colons, equals, gaps }) => colons + equals > 0 || gaps > 1,
  },
  { pattern: NODE, believe: (name) => !NO_NAME.test(name), mayBeIn: ({ slashes }) => slashes > 0 },
];

function isQualified(name: string): boolean {
  const lower = name.toLowerCase();
  const labels = lower.split('.');
  const last = labels.at(-1) ?? '';
  const before = labels.slice(0, -1);
  // 3.22.0.dev is a version.
  if (!before.some((label) => /\p{L}/u.test(label))) return false;
  if (PRODUCTS.has(lower) || PUBLIC.test(lower) || PUBLISHED.test(lower) || DRIVER.test(lower)) return false;
  if (!PRIVATE.has(last) && !isRegistered(lower)) return false;
  if (ALSO_FILES.has(last)) {
    const isCode = before.some((label) => CODE.test(label));
    return !isCode && (labels.length > 2 || (PRIVATE.has(last) && /\d/.test(lower)));
  }
  return labels.length === 2 || !BACKWARDS.has(labels[0] ?? '');
}

/** Whether a name ends in a suffix of the Public Suffix List. */
function isRegistered(name: string): boolean {
  const { isIcann, domain } = parse(name, { extractHostname: false, validateHostname: false });
  return isIcann === true && domain !== null;
}
