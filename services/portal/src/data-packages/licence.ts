/** Licences that figures may be published under: SPDX identifiers, with what a Data Package says of them. */
export const LICENCES = {
  'CC0-1.0': { title: 'CC0 1.0 Universal', path: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  'CC-BY-4.0': { title: 'Creative Commons Attribution 4.0', path: 'https://creativecommons.org/licenses/by/4.0/' },
  'ODC-By-1.0': { title: 'Open Data Commons Attribution 1.0', path: 'https://opendatacommons.org/licenses/by/1-0/' },
  'ODbL-1.0': { title: 'Open Database License 1.0', path: 'https://opendatacommons.org/licenses/odbl/1-0/' },
} as const;
export type Licence = keyof typeof LICENCES;
export const LICENCE_NAMES = Object.keys(LICENCES) as [Licence, ...Licence[]];
