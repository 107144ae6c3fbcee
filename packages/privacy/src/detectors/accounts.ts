import type { Form } from './finding.ts';

const WORD = '[\\p{L}][\\p{L}\\p{N}._-]{1,63}';
const CALLED_SO = new RegExp(
  `(?<![a-z])(?:user(?:[ _-]?name)?|login|logon|account|owner|author|committer|uid|su)["']?(?:=|:\\s?)["']?(?<it>${WORD})(?![\\p{L}\\p{N}])`,
  'dgiu',
);
/** As id(1) and sshd write it. */
const OF_UNIX =
  /(?<![a-z])(?:uid=\d{1,7}\(|password for (?:invalid user )?|session (?:opened|closed) for user )(?<it>[a-z_][a-z0-9._-]{1,31})/dgi;
const HANDLE = /(?<![\w@/.+-])@(?<it>[A-Za-z][A-Za-z0-9_-]{2,38})(?![\w/@-]|\.\w)/dg;
/** Pages of people at forges; the names of organisations look the same, so a repository behind it makes it one of those. */
const PROFILE =
  /(?:github|gitlab|codeberg|bitbucket|launchpad|keybase)\.(?:com|org|net|io)\/~?(?<it>[A-Za-z0-9][A-Za-z0-9_-]{0,38})\/?(?![\w/-]|\.\w)/dgi;
/** RFC 4514: the name, account and organisation in a distinguished name. */
const DISTINGUISHED =
  /(?<![a-z])(?:cn|uid|samaccountname)=[^,=+<>;]{1,128}(?:,\s?(?:cn|ou|o|l|st)=[^,=+<>;]{1,128}(?=,)){0,8}(?:,\s?(?:ou|o|dc|c)=[\w-]{1,63}){1,8}/gi;
/** Resources of clouds, with the number of the account or the name that its owner chose. */
const OF_AWS = /(?<![\w:])arn:aws[\w-]{0,10}:[a-z0-9-]{1,32}:[a-z0-9-]{0,20}:\d{0,12}:[^\s,"']{1,256}/gi;
const OF_ORACLE = /(?<![\w.])ocid1\.[a-z]{2,32}\.[a-z0-9]{1,8}\.[a-z0-9-]{0,20}\.[a-z0-9.]{20,120}/gi;
const OF_GOOGLE =
  /(?<![\w/])projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/(?:zones|regions|locations|global)\/[\w/.-]{1,256}/gi;
const OF_AZURE = /\/subscriptions\/[0-9a-f-]{36}[\w/.-]{0,256}/gi;
const BUCKET = /(?<![\w.])(?:s3|gs|abfss?|wasbs?):\/\/[a-z0-9][\w.-]{2,62}(?:\/[^\s,"']{0,256})?/gi;

/** What is said of an account rather than how it is called, and accounts that every system has. */
const OF_NO_PERSON =
  /^(?:root|admin|administrator|user|users|name|guest|nobody|anonymous|default|none|null|undefined|unknown|system|service|daemon|app|postgres|mysql|www-data|git|docker|jenkins|nginx|apache|node|oracle|redis|influxdb|grafana|kafka|runner|id|count|is|not|missing|required|invalid|failed|locked|disabled|enabled|true|false|yes|no|agent|local|ldap|oauth2?|saml|sso|oidc|external|internal|type|mode|password|token|read|write|all|host|public|private|latest|next|types|ubuntu|debian|vagrant|core|pi)$/i;

const isOfAPerson = (name: string) => !OF_NO_PERSON.test(name);

/** Names of accounts where they are called so. */
export const ACCOUNTS: readonly Form[] = [
  { pattern: CALLED_SO, believe: isOfAPerson, mayBeIn: ({ colons, equals }) => colons + equals > 0 },
  { pattern: OF_UNIX, believe: isOfAPerson, mayBeIn: ({ gaps, equals }) => gaps + equals > 0 },
  { pattern: HANDLE, believe: isOfAPerson, mayBeIn: ({ at }) => at > 0 },
  { pattern: PROFILE, believe: isOfAPerson, mayBeIn: ({ slashes, domainDots }) => slashes > 0 && domainDots > 0 },
  { pattern: DISTINGUISHED, mayBeIn: ({ equals }) => equals > 1 },
  { pattern: OF_AWS, mayBeIn: ({ colons }) => colons > 4 },
  { pattern: OF_ORACLE, mayBeIn: ({ dots, longestWord }) => dots > 3 && longestWord > 19 },
  { pattern: OF_GOOGLE, mayBeIn: ({ slashes }) => slashes > 2, includes: 'projects/' },
  { pattern: OF_AZURE, mayBeIn: ({ slashes, longestWord }) => slashes > 1 && longestWord > 35 },
  { pattern: BUCKET, mayBeIn: ({ slashes, colons }) => slashes > 1 && colons > 0, includes: '://' },
];
