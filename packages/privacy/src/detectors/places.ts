import type { Form } from './finding.ts';

/** Folders that hold a folder of each user, or of each disk that a user named. */
const PARENTS =
  '\\/(?:home|Users|var\\/home|export\\/home|usr\\/home|srv\\/(?:homes?|users)|homes|mnt\\/[a-z]\\/users|data\\/(?:home|users)|run\\/media|run\\/user\\/\\d{1,6}|media|Volumes|var\\/mail|var\\/spool\\/(?:mail|cron\\/crontabs))\\/';
/** A name may stand below its domain, and may have blanks in it if another folder follows. */
const UNIX_HOME = new RegExp(
  `${PARENTS}(?<it>(?:[\\w-]{1,63}\\.[\\w.-]{2,63}\\/)?(?:[^/\\\\\\s:"'<>|]{1,64}(?: [^/\\\\\\s:"'<>|]{1,32}){1,3}(?=\\/)|[^/\\\\\\s:"'<>|]{1,64}))`,
  'dgi',
);
/** Names of Windows have blanks in them, which end a name only where no backslash follows; JSON doubles backslashes. */
const WINDOWS_HOME =
  /\\(?:Users|Documents and Settings|Profiles|Homes?)\\{1,2}(?<it>[^/\\\s:"'<>|](?:[^/\\:"'<>|]{0,62}(?=\\)|[^/\\\s:"'<>|]{0,62}))/dgi;
/** A hidden share of a user: \\server\name$ */
const SHARE = /\\\\[\w.-]{1,63}\\{1,2}(?<it>(?!(?:[A-Z]|ADMIN|IPC|print)\$)[\w.-]{1,32})\$/dg;
const TILDE = /(?<![\w~./-])~(?<it>[a-z_][a-z0-9_.-]{1,31})(?=\/)/dgi;
const VOLUME = /\/docker\/volumes\/(?<it>[a-z0-9.-]{2,32})_/dgi;
const ACCOUNT = /(?<![a-z])(?:AzureAD|NT-?DOMAIN|CORP|DOMAIN)\\{1,2}(?<it>[a-z][\w.-]{1,63})/dgi;

/** Accounts of roles and of images, and disks that every machine has; of no person. */
const OF_NO_PERSON = new Set(
  `shared public default linuxbrew user app node runner ubuntu debian centos ec2-user azureuser vagrant docker git jenkins
   postgres www-data administrator containeruser containeradministrator root admin guest cdrom cdrom0 usb floppy disk data
   backup pi core fedora opc systemd bus gvfs dconf pulse containers podman share`.split(/\s+/),
);
const OF_ALL = /^(?:all users|default user|macintosh hd.*|recovery|preboot)$/i;

const isOfAPerson = (name: string) => !OF_NO_PERSON.has(name.toLowerCase()) && !OF_ALL.test(name);

/** Names of users in paths of their folders. */
export const USER_PATHS: readonly Form[] = [
  { pattern: UNIX_HOME, believe: isOfAPerson, mayBeIn: ({ slashes }) => slashes > 1 },
  { pattern: WINDOWS_HOME, believe: isOfAPerson, mayBeIn: ({ backslashes }) => backslashes > 1 },
  { pattern: SHARE, believe: isOfAPerson, mayBeIn: ({ backslashes }) => backslashes > 2 },
  { pattern: TILDE, believe: isOfAPerson, mayBeIn: ({ slashes }) => slashes > 0 },
  { pattern: VOLUME, believe: isOfAPerson, mayBeIn: ({ slashes }) => slashes > 3 },
  { pattern: ACCOUNT, mayBeIn: ({ backslashes }) => backslashes > 0 },
];

const USER_INFO = /(?<![a-z])(?:[a-z][a-z0-9+.-]{0,20}:)?\/\/(?<it>[^\s/?#@]{1,256})@/dgi;
/** The account before the path of a repository: git@host:account/repository */
const REPOSITORY = /(?<![\w.-])git@[\w.-]{1,253}:(?<it>[\w.-]{1,64})\//dgi;
const PARAMETER =
  /[?&;](?:(?:access_?|id_?|refresh_?|auth_?)?token|t|code|api_?key|key|secret|client_secret|password|passwd|pwd|pass|sig|signature|x-amz-(?:signature|credential|security-token)|auth|session(?:_?id)?|sid|ticket|otp|hash)=(?<it>[^&;#\s]{4,512})/dgi;
/** curl -u user:password, --user=user:password */
const OPTION_USER = /(?<![\w-])(?:-u|--(?:proxy-)?user)[ =](?<it>[\w.@-]{1,64}:[^\s]{1,128})/dg;

/** User names and passwords before the host of a URL, and secrets among its parameters. */
export const URL_CREDENTIALS: readonly Form[] = [
  { pattern: USER_INFO, mayBeIn: ({ at, slashes }) => at > 0 && slashes > 1 },
  { pattern: REPOSITORY, mayBeIn: ({ at, colons, slashes }) => at > 0 && colons > 0 && slashes > 0 },
  { pattern: PARAMETER, believe: (value) => /\d|[a-z]{4}/i.test(value), mayBeIn: ({ equals }) => equals > 0 },
  { pattern: OPTION_USER, mayBeIn: ({ dashes, colons }) => dashes > 0 && colons > 0 },
];
