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

/** The final figures of a month, of all sources of the site's channel. All methods reject with the errors of the store. */
export interface DataPackages {
  /** YYYY-MM, newest first: those that are final as a whole. */
  months(): Promise<string[]>;
  /** Undefined where there is no package of the month. Makes it where it is asked for first. */
  file(month: string, name: PackageFileName): Promise<PackageFile | undefined>;
}
