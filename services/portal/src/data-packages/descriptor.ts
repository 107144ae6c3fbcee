import { COLUMNS } from '../api/columns.ts';
import type { PackageFileName } from './data-packages.ts';
import { LICENCES, type Licence } from './data-packages.ts';

export interface WrittenFile {
  readonly name: PackageFileName;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface Described {
  readonly month: string;
  readonly channel: string;
  readonly licence: Licence;
  /** RFC 3339: when the last of its figures was computed. */
  readonly created: string;
  readonly sources: readonly string[];
  readonly csv: WrittenFile;
  readonly parquet: WrittenFile;
}

const FIELDS = COLUMNS.map(({ name, type, required, description }) => ({
  name,
  type,
  description,
  constraints: { required },
}));

/** The content of datapackage.json. Source: https://datapackage.org/standard/data-package/ (version 2). */
export function describePackage({ month, channel, licence, created, sources, csv, parquet }: Described) {
  const table = { $schema: 'https://datapackage.org/profiles/2.0/dataresource.json', type: 'table' } as const;
  const file = ({ name, bytes, sha256 }: WrittenFile) => ({ path: name, bytes, hash: `sha256:${sha256}` });
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: `heliograph-${channel}-${month}`,
    title: `What systems reported in ${month} (${channel})`,
    description:
      'What systems report about themselves, counted, one system one vote: all figures of days, weeks and months that begin in this month. They are final. Nothing is said of groups of too few systems.',
    version: `${month.replace('-0', '-').replace('-', '.')}.0`,
    created,
    licenses: [{ name: licence, ...LICENCES[licence] }],
    sources: sources.map((source) => ({ title: source })),
    resources: [
      {
        ...table,
        name: 'figures',
        title: 'One number a line',
        description: 'A text that begins with = + - @ or an apostrophe has an apostrophe before it, to be taken off.',
        ...file(csv),
        format: 'csv',
        mediatype: 'text/csv',
        encoding: 'utf-8',
        dialect: { lineTerminator: '\r\n' },
        schema: { fields: FIELDS, missingValues: [''] },
      },
      {
        ...table,
        name: 'figures-parquet',
        title: 'The same as Apache Parquet',
        ...file(parquet),
        format: 'parquet',
        mediatype: 'application/vnd.apache.parquet',
        schema: { fields: FIELDS },
      },
    ],
  };
}

/** As sha256sum writes and checks it. */
export function checksums(files: readonly WrittenFile[]): string {
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
}
