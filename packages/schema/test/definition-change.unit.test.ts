import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { compareDefinitions, type Definition } from '../src/index.ts';

type Given = Partial<z.input<typeof Definition>>;
const base: Given = {
  record: { system_id: '/id', late_window: '2d' },
  fields: { '/id': { type: 'uuid', sanitise: 'hash' }, '/v': { type: 'version' } },
  influx: { measurement: 'm', tags: [], fields: ['/v'] },
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'v', kind: 'share', field: '/v', levels: ['x.y'] },
  ],
  retention: '30d',
};
/** What becomes of the base when some of its parts are others: effect and message of each change. */
function changes(after: Given, before: Given = {}): string[] {
  const found = compareDefinitions(aDefinition({ ...base, ...before }), aDefinition({ ...base, ...after }));
  return found.map(({ path, effect, message }) => `${effect} ${path.join('.')}: ${message}`);
}
const record = (part: object) => ({ record: { system_id: '/id', late_window: '2d', ...part } });
const influx = (part: object) => ({ influx: { measurement: 'm', tags: [], fields: ['/v'], ...part } });

describe('a change of a definition', () => {
  it('is none where nothing has changed', () => {
    expect(changes({})).toEqual([]);
  });

  it.each<[Given, string, Given?]>([
    [{ title: 'Another title' }, 'compatible title: other words'],
    [{ owner: 'others' }, 'compatible owner: other words'],
    [{ expires: '2098-01-01' }, 'compatible expires: ends earlier, on 2098-01-01'],
    [{ expires: '2099-06-01' }, 'extends expires: taken until 2099-06-01, not 2099-01-01'],
    [{ status: 'retired' }, 'compatible status: approved became retired'],
    [{ status: 'approved' }, 'extends status: retired became approved', { status: 'retired' }],
    [{ status: 'approved' }, 'extends status: draft became approved', { status: 'draft' }],
    [
      { receive: { http: [{ path: '/v1' }] } },
      'extends receive: nothing became {"http":[{"path":"/v1","method":"POST","format":"json"}],"cloudevents":[],"otlp":[]}: clients reach it in another way',
    ],
    [
      record({ each_element: true }),
      'breaking record.each_element: false became true: payloads are read in another way',
    ],
    [
      record({ system_key: 'keep' }),
      'breaking record.system_key: the system id is kept as it is; the sanitiser is weaker',
    ],
    [
      record({}),
      'breaking record.system_key: every system becomes another one, as its id is hashed',
      record({ system_key: 'keep' }),
    ],
    [record({ max_bytes: 100_000 }), 'extends record.max_bytes: larger records are taken: 100000 bytes, not 65536'],
    [record({ max_bytes: 2000 }), 'breaking record.max_bytes: larger records are rejected: 2000 bytes, not 65536'],
    [record({ late_window: '3d' }), 'compatible record.late_window: longer: 3d, not 2d; provision the topics again'],
    [
      record({ late_window: '36h' }),
      'breaking record.late_window: shorter: 36h, not 2d; late reports count for another day',
    ],
    [
      { personal_data_found: 'reject' },
      'compatible personal_data_found: stricter: a report with personal data is rejected',
    ],
    [
      {},
      'breaking personal_data_found: weaker: a report with personal data is redacted where it was rejected',
      { personal_data_found: 'reject' },
    ],
    [
      { dedup: { policy: 'by-event-id' } },
      'breaking dedup.policy: latest-per-window became by-event-id: other reports count as duplicates',
    ],
    [influx({ measurement: 'n' }), 'breaking influx.measurement: m became n: queries find nothing any more'],
    [influx({ tags: ['/id'] }), 'breaking influx.tags.0: /id is new in influx.tags'],
    [influx({ fields: ['/v', '/id'] }), 'compatible influx.fields.1: /id is new in influx.fields'],
    [influx({ fields: ['/id'] }), 'breaking influx.fields: /v left influx.fields', influx({ fields: ['/id', '/v'] })],
    [
      { publish: { minimum_systems: 9 } },
      'breaking publish.minimum_systems: 9, not 10: the public sees smaller groups',
    ],
    [
      { publish: { minimum_systems: 11 } },
      'compatible publish.minimum_systems: 11, not 10: the public sees larger groups only',
    ],
    [{ retention: '31d' }, 'breaking retention: longer: kept for 31d, not 30d'],
    [{ retention: '29d' }, 'compatible retention: shorter: kept for 29d, not 30d'],
    [
      { erasure: { refuse_for: '7d' } },
      'compatible erasure.refuse_for: longer: 7d, not 0d; provision the topics again',
    ],
    [
      {},
      'breaking erasure.refuse_for: shorter: 0d, not 7d; a system that was erased is taken again sooner',
      { erasure: { refuse_for: '7d' } },
    ],
  ])('%j is %s', (after, expected, before = {}) => {
    expect(changes(after, before)).toEqual([expected]);
  });

  it.each<[string, NonNullable<Given['summaries']>, string]>([
    ['removed', [], 'breaking summaries: the figure v is published no more'],
    [
      'without its level',
      [{ name: 'v', kind: 'share', field: '/v', levels: ['x.y.z'] }],
      'breaking summaries.1: the figure v loses a level',
    ],
    [
      'with a level more',
      [{ name: 'v', kind: 'share', field: '/v', levels: ['x.y', 'x.y.z'] }],
      'extends summaries.1: the figure v gets a level',
    ],
    ['of something else', [{ name: 'v', kind: 'systems' }], 'breaking summaries.1: the figure v means something else'],
    [
      'beside a new one',
      [
        { name: 'v', kind: 'share', field: '/v', levels: ['x.y'] },
        { name: 'w', kind: 'share', field: '/v' },
      ],
      'extends summaries.2: the figure w is published',
    ],
  ])('a figure %s', (_, summaries, expected) => {
    expect(changes({ summaries: [{ name: 'systems', kind: 'systems' }, ...summaries] })).toEqual([expected]);
  });

  it('a figure that is called otherwise is the same figure', () => {
    const v = { name: 'v', kind: 'share' as const, field: '/v', levels: ['x.y' as const], title: 'Versions' };
    expect(changes({ summaries: [{ name: 'systems', kind: 'systems' }, v] })).toEqual([]);
  });

  it.each([
    [1, 10, 'compatible publish.round_to: multiples of 10, not of 1: the public sees coarser numbers'],
    [10, 15, 'breaking publish.round_to: multiples of 15, not of 10: the public sees finer numbers'],
    [10, 1, 'breaking publish.round_to: multiples of 1, not of 10: the public sees finer numbers'],
  ])('numbers rounded to %i, then to %i', (before, after, expected) => {
    const publish = (round_to: number) => ({ publish: { minimum_systems: 10, round_to } });
    expect(changes(publish(after), publish(before))).toEqual([expected]);
  });

  it('tells every change at once', () => {
    expect(changes({ title: 'Another title', retention: '31d', publish: { minimum_systems: 1 } })).toHaveLength(3);
  });

  it('after a draft promises nothing, and asks for an approval where data is taken in from now on', () => {
    const after: Given = { retention: '60d', publish: { minimum_systems: 5 } };
    const effects = (given: Given) => changes(given, { status: 'draft' }).map((line) => line.split(' ', 2).join(' '));
    expect(effects({ ...after, status: 'draft' })).toEqual([
      'compatible publish.minimum_systems:',
      'compatible retention:',
    ]);
    expect(effects(after)).toContain('extends status:');
  });
});
