import type { Form } from './finding.ts';

const LOCAL = "[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}";
const DOMAIN = '(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}[\\p{L}\\p{N}-]{2,63}';
const ADDRESS = new RegExp(`${LOCAL}@${DOMAIN}`, 'gu');
/** RFC 5321, section 4.1.2: a quoted local part. */
const QUOTED = new RegExp(`"[^"@\\p{Cc}]{1,64}"@${DOMAIN}`, 'gu');
const SPACED = /(?<![\w.-])[\w.+-]{2,64}(?: @ | @|@ )(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,18}(?![\w@-])/gi;
const SPELLED =
  /(?<![\w.-])[\w+-]{1,64}(?: dot [\w+-]{1,64}){0,4} at [a-z\d-]{1,63}(?: dot [a-z\d-]{2,63}){1,4}(?![\w@-])/gi;
/** A user at a machine, as shells and ssh write it. Packages and unit files have versions and instances behind the @. */
const AT_HOST = /(?<![\w.@/:+-])[a-z][a-z0-9._-]{0,31}@(?:localhost|[a-z][a-z0-9-]{2,62})(?![\w@:/]|[.-]\w)/gi;
/** lodash@4.17.21 and tool@2.0.0-rc.beta are packages; 163.com is a domain. */
const VERSION = /@(?:v?\d+\.\d+|[^@]*\.\d+$)/;
const NO_HOST =
  /^(?:name|user|root|admin|git|install|package|pkg)@|@(?:latest|next|alpha|beta|canary|stable|nightly|edge|dev|develop|experimental|legacy|lts|head|main|master|trunk|release|workspace|version|host|hostname|domain|example|tty\w*|pts|default|self|all|euro|latin|cyrillic|valencia|npm|file|link|sha\d*|v\d.*|node\d*)$/i;

/** E-mail addresses, and accounts on a machine, which look the same without a domain. */
export const EMAILS: readonly Form[] = [
  { pattern: QUOTED, mayBeIn: ({ at, dots }) => at > 0 && dots > 0 },
  {
    pattern: ADDRESS,
    believe: (address) => !VERSION.test(address),
    mayBeIn: ({ at, dots, domainDots, ascii }) => at > 0 && (domainDots > 0 || (!ascii && dots > 0)),
  },
  { pattern: SPACED, mayBeIn: ({ at, gaps, domainDots }) => at > 0 && gaps > 0 && domainDots > 0 },
  { pattern: SPELLED, mayBeIn: ({ gaps }) => gaps > 3, includes: ' dot ' },
  { pattern: AT_HOST, believe: (account) => !NO_HOST.test(account), mayBeIn: ({ at }) => at > 0 },
];
