import type { Form } from './finding.ts';

const CALLED_SERIAL =
  /(?<![a-z])(?:serial(?: ?(?:number|no\.?|num))?|serien(?:nummer|nr\.?)|num[eé]ro de s[eé]rie|s\/n|sn|service ?tag|asset ?tag|svctag|chassis|imei|imsi|iccid|meid|eid|vin)["']?(?:[:=# ]{1,3}| is )["']?(?<it>(?=[A-Z-]{0,31}\d)[A-Z0-9]{2,32}(?:-[A-Z0-9]*\d[A-Z0-9]*){0,6})(?!\w|\.\w)/dgi;
/** What VMware gives to its machines as a serial number. */
const OF_VMWARE = /VMware-(?:[0-9a-f]{2}[ -]){15}[0-9a-f]{2}/gi;
/** Apple's until 2021, and Lenovo's, which begin alike. */
const OF_MAKERS = /(?<![\w.-])(?:C0[12][A-Z][A-Z0-9]{8}|PF[0-9][A-Z0-9]{5})(?![\w-]|\.\w)/g;

/** Serial numbers of hardware where they are called so; most look like anything else without a name. */
export const SERIAL_NUMBERS: readonly Form[] = [
  {
    pattern: CALLED_SERIAL,
    believe: (serial) => serial.length > 4,
    mayBeIn: ({ digits, colons, equals, gaps }) => digits > 0 && (colons + equals > 0 || gaps > 0),
  },
  { pattern: OF_VMWARE, mayBeIn: ({ gaps, dashes }) => gaps + dashes > 15 },
  { pattern: OF_MAKERS, mayBeIn: ({ longestWord, digits }) => longestWord > 7 && digits > 0 },
];

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const MACHINE =
  '(?:machine|system|hardware|hw|dmi|smbios|bios|product|boot|host|device|node|install(?:ation)?|agent|client|user|android|advertising|ad|vendor|session|instance|uuid1)';
const CALLED_MACHINE = new RegExp(`${MACHINE}[ _-]?(?:uuid|guid|id)?["']?[:= ]{1,3}["']?\\{?(?<it>${UUID})`, 'dgi');
/** Random ids in other forms: 16 hexadecimal digits (Android), ULID. */
const CALLED_ID = new RegExp(
  `(?<![a-z])${MACHINE}[ _-]?id["']?[:= ]{1,3}["']?(?<it>[0-9a-f]{16}|[0-7][0-9A-HJKMNP-TV-Z]{25})(?!\\w)`,
  'dgi',
);
/** RFC 9562: versions 1 and 6 hold the address of an interface. */
const OF_AN_INTERFACE = /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[16][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![\w-])/gi;
/** GUIDs of Windows; those of its classes and products are not random, those of machines are. */
const IN_BRACES = /\{[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\}/gi;
/** SMBIOS ids of makers: Dell spells its name, VMware begins with 564d, and others leave a placeholder. */
const OF_FIRMWARE =
  /(?<![\w-])(?:4c4c4544|564d[0-9a-f]{4}|03000200-0400)-[0-9a-f]{4}(?:-[0-9a-f]{4}){1,2}-[0-9a-f]{12}(?![\w-])/gi;
/** Instances of Amazon EC2, long and short, and what belongs to them. */
const OF_EC2 = /(?<![\w-])(?:i|vpc|subnet|eni|vol|sg)-(?:[0-9a-f]{17}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8})(?![\w-])/g;
/** machine-id(5): 32 hexadecimal digits; a digest has 40 or 64, and MD5 is called so. */
const MACHINE_ID =
  /(?<![\w-])(?<!(?:md5|md5sum|etag|digest|checksum|hash)[:= ]{1,2}"?)(?=[0-9a-f]{0,31}[a-f])(?=[0-9a-f]{0,31}\d)[0-9a-f]{32}(?![0-9a-z-])/gi;

/** Ids of machines: /etc/machine-id, and UUIDs that are called so or come from hardware. */
export const MACHINE_IDS: readonly Form[] = [
  { pattern: CALLED_MACHINE, mayBeIn: ({ longestWord, dashes }) => longestWord > 35 && dashes > 3 },
  { pattern: CALLED_ID, mayBeIn: ({ longestWord, digits }) => longestWord > 15 && digits > 0 },
  { pattern: OF_AN_INTERFACE, mayBeIn: ({ longestWord, dashes }) => longestWord > 35 && dashes > 3 },
  { pattern: IN_BRACES, mayBeIn: ({ longestWord, dashes }) => longestWord > 35 && dashes > 3 },
  { pattern: OF_FIRMWARE, mayBeIn: ({ longestWord, dashes }) => longestWord > 35 && dashes > 3 },
  { pattern: OF_EC2, mayBeIn: ({ longestWord, dashes }) => longestWord > 9 && dashes > 0 },
  { pattern: MACHINE_ID, mayBeIn: ({ longestWord, digits }) => longestWord > 31 && digits > 0 },
];
