import type { Form } from './finding.ts';

const ADDRESS = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}/gu;
/** lodash@4.17.21 and tool@2.0.0-rc.beta are packages; 163.com is a domain. */
const VERSION = /@(?:v?\d+\.\d+|[^@]*\.\d+$)/;

/** E-mail addresses with a domain of two labels or more. */
export const EMAILS: readonly Form[] = [
  {
    pattern: ADDRESS,
    believe: (address) => !VERSION.test(address),
    mayBeIn: ({ at, dots }) => at > 0 && dots > 0,
  },
];
