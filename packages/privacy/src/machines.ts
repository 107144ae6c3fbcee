import type { Form } from './finding.ts';

const CALLED_SERIAL =
  /(?<![a-z])(?:serial(?: ?(?:number|no\.?|num))?|s\/n|sn|service ?tag|asset ?tag|svctag)["']?[:=# ]{1,3}["']?(?<it>(?=[A-Z-]{0,31}\d)[A-Z0-9][A-Z0-9-]{4,31})(?!\w|\.\w)/dgi;
/** What VMware gives to its machines as a serial number. */
const OF_VMWARE = /VMware-(?:[0-9a-f]{2}[ -]){15}[0-9a-f]{2}/gi;

/** Serial numbers of hardware where they are called so; without a name they look like anything else. */
export const SERIAL_NUMBERS: readonly Form[] = [
  {
    pattern: CALLED_SERIAL,
    mayBeIn: ({ digits, colons, equals, gaps }) => digits > 0 && (colons + equals > 0 || gaps > 0),
  },
  { pattern: OF_VMWARE, mayBeIn: ({ gaps, dashes }) => gaps + dashes > 15 },
];

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const CALLED_MACHINE = new RegExp(
  `(?:machine|system|hardware|hw|dmi|smbios|bios|product|boot|host|device|node|install(?:ation)?|agent|client|user)[ _-]?(?:uuid|guid|id)?["']?[:= ]{1,3}["']?\\{?(?<it>${UUID})`,
  'dgi',
);
/** The SMBIOS of Dell spells its name in it. */
const OF_DELL = /4c4c4544-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Instances of Amazon EC2. */
const OF_EC2 = /(?<![\w-])i-[0-9a-f]{17}(?![\w-])/g;
/** machine-id(5): 32 hexadecimal digits; a digest has 40 or 64. */
const MACHINE_ID = /(?<![\w-])(?=[0-9a-f]{0,31}[a-f])(?=[0-9a-f]{0,31}\d)[0-9a-f]{32}(?![0-9a-z-])/gi;

/** Ids of machines: /etc/machine-id, and UUIDs that are called so or come from a maker's firmware. */
export const MACHINE_IDS: readonly Form[] = [
  { pattern: CALLED_MACHINE, mayBeIn: ({ longestWord, dashes }) => longestWord > 35 && dashes > 3 },
  { pattern: OF_DELL, mayBeIn: ({ longestWord, dashes }) => longestWord > 35 && dashes > 3 },
  { pattern: OF_EC2, mayBeIn: ({ longestWord, dashes }) => longestWord > 18 && dashes > 0 },
  { pattern: MACHINE_ID, mayBeIn: ({ longestWord, digits }) => longestWord > 31 && digits > 0 },
];
