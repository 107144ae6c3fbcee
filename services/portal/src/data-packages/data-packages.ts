/** Licences that figures may be published under: SPDX identifiers, with what a Data Package says of them. */
export const LICENCES = {
  'CC0-1.0': { title: 'CC0 1.0 Universal', path: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  'CC-BY-4.0': { title: 'Creative Commons Attribution 4.0', path: 'https://creativecommons.org/licenses/by/4.0/' },
  'ODC-By-1.0': { title: 'Open Data Commons Attribution 1.0', path: 'https://opendatacommons.org/licenses/by/1-0/' },
  'ODbL-1.0': { title: 'Open Database License 1.0', path: 'https://opendatacommons.org/licenses/odbl/1-0/' },
} as const;
export type Licence = keyof typeof LICENCES;
export const LICENCE_NAMES = Object.keys(LICENCES) as [Licence, ...Licence[]];

/** What a package consists of. */
export const PACKAGE_FILES = ['datapackage.json', 'figures.csv', 'figures.parquet', 'checksums.txt'] as const;
export type PackageFileName = (typeof PACKAGE_FILES)[number];

/** A file that is complete and does not change. */
export interface PackageFile {
  readonly folder: string;
  readonly name: PackageFileName;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The final figures of each month, of all sources of the site's channel. All methods reject with the errors of the store. */
export abstract class DataPackages {
  /** Under which they may be used. */
  abstract readonly licence: Licence;
  /** YYYY-MM, newest first: those that are final as a whole. */
  abstract months(): Promise<string[]>;
  /** Undefined if there is no package of the month. Builds it on the first request. */
  abstract file(month: string, name: PackageFileName): Promise<PackageFile | undefined>;
}
