import type { Form } from './finding.ts';

const UNIX_HOME = /\/(?:home|Users|var\/home|export\/home)\/(?<it>[^/\\\s:"'<>|]{1,64})/dgi;
/** Names of Windows have blanks in them, which end a name only where no backslash follows; JSON doubles backslashes. */
const WINDOWS_HOME =
  /\\(?:Users|Documents and Settings)\\{1,2}(?<it>[^/\\\s:"'<>|](?:[^/\\:"'<>|]{0,62}(?=\\)|[^/\\\s:"'<>|]{0,62}))/dgi;
/** Accounts of roles and of images; nobody's own. */
const NOBODY = new Set(
  `shared public default linuxbrew user app node runner ubuntu debian centos ec2-user azureuser vagrant docker git jenkins
   postgres www-data administrator containeruser containeradministrator`.split(/\s+/),
);

const isSomebody = (name: string) => !NOBODY.has(name.toLowerCase()) && name.toLowerCase() !== 'all users';

/** Names of users in paths of their home folders. */
export const USER_PATHS: readonly Form[] = [
  { pattern: UNIX_HOME, believe: isSomebody, mayBeIn: ({ slashes }) => slashes > 1 },
  { pattern: WINDOWS_HOME, believe: isSomebody, mayBeIn: ({ backslashes }) => backslashes > 1 },
];

const USER_INFO = /(?<![a-z])[a-z][a-z0-9+.-]{0,20}:\/\/(?<it>[^\s/?#@]{1,256})@/dgi;
const PARAMETER =
  /[?&;](?:access_?token|token|api_?key|key|secret|password|passwd|pwd|sig|signature|auth)=(?<it>[^&;#\s]{1,512})/dgi;

/** User names and passwords before the host of a URL, and secrets among its parameters. */
export const URL_CREDENTIALS: readonly Form[] = [
  { pattern: USER_INFO, mayBeIn: ({ at, colons, slashes }) => at > 0 && colons > 0 && slashes > 1 },
  { pattern: PARAMETER, mayBeIn: ({ equals }) => equals > 0 },
];
