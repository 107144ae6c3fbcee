import { aDefinition } from '../../../packages/testkit/src/builders.ts';
import type { MadeUpSource } from './source.ts';

/** What somebody might put into a value or a definition to have it run in a reader's browser. */
export const SHARP = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "' onmouseover=alert(3) x='",
  '</title></svg><script>alert(4)</script>',
  '{{constructor.constructor("alert(5)")()}}',
  'javascript:alert(6)',
] as const;
/** Text that runs the other way, and one that is longer than any page is wide. */
const AWKWARD = ['\u202eabc\u202c', 'x'.repeat(1000), '=HYPERLINK("https://example.org")'];

const values = [...SHARP, ...AWKWARD].map((value, i) => ({ value, weight: 20 - i }));
const uses = values.map(({ value, weight }) => ({ value, first: weight / 100, last: weight / 100 }));

const definition = aDefinition({
  application: 'sharp',
  telemetry_type: 'edges',
  title: `Sharp edges ${SHARP[0]}`,
  owner: SHARP[1],
  expires: '2027-11-01',
  review: {
    question: SHARP[0],
    example: SHARP[1],
    gathering: SHARP[2],
    burden: SHARP[3],
    personal_data: SHARP[4],
    collected_since: SHARP[5],
    visualisation: 'A list',
  },
  fields: {
    '/id': { type: 'string', sanitise: 'hash' },
    '/text': { type: 'string', max_length: 1024 },
    '/other': { type: 'string', max_length: 1024 },
    '/map/*': { type: 'version' },
    '/list/*': { type: 'string', max_length: 1024 },
  },
  influx: { measurement: 'sharp', tags: ['/id'], fields: ['/text'] },
  summaries: [
    { name: 'systems', title: SHARP[1], kind: 'systems' },
    { name: 'text', title: SHARP[0], kind: 'share', field: '/text' },
    { name: 'keys', title: SHARP[2], kind: 'share', field: '/map/*' },
    { name: 'members', kind: 'share', field: '/list/*' },
    { name: 'cross', kind: 'cross', rows: '/text', columns: '/other' },
  ],
});

/** A source whose definition and whose values are attacks. */
export const sharp: MadeUpSource = {
  definition,
  models: {
    systems: { kind: 'systems' },
    text: { kind: 'as_given', values },
    keys: {
      kind: 'map',
      keys: values.map(({ value, weight }) => ({
        key: value,
        first: weight / 20,
        last: weight / 20,
        releases: [{ version: '1.0', on: '2020-01-01' }],
      })),
    },
    members: { kind: 'list', members: uses.map((use) => ({ ...use, first: 0.5, last: 0.5 })) },
    cross: { kind: 'cross', rows: uses, columns: uses },
  },
  since: '2026-10-01',
  systems: [4000, 5000],
  weekendDip: 0,
  gaps: [],
  revised: [],
  unregistered: values,
};
