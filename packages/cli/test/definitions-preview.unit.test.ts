import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { previewLines } from '../src/definitions/preview-text.ts';
import { HASHED, type RecordPreview } from '../src/definitions/record-preview.ts';
import { compileSamplePreview, type SamplePreview } from '../src/definitions/sample-preview.ts';

const definition = aDefinition({
  channel: { development_when: { pointer: '/version', matches: '\\.dev' } },
  fields: {
    '/id': { type: 'string', sanitise: 'hash' },
    '/version': { type: 'version' },
    '/note': { type: 'string' },
    '/cloud': { type: 'enum', values: ['azure'], otherwise: 'other' },
    '/memory': { type: 'integer', bucket: 'powers_of_two' },
    '/secret': { type: 'string', sanitise: 'drop' },
    '/plugins/*': { type: 'version' },
    '/disks/*/size': { type: 'integer', max: 100, nullable: true },
  },
  influx: { measurement: 'm', tags: ['/id'], fields: ['/version'] },
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version', levels: ['x.y'] },
    { name: 'plugins', kind: 'share', field: '/plugins/*' },
    { name: 'memory', kind: 'statistics', field: '/memory' },
    { name: 'clouds', kind: 'share', field: '/cloud' },
  ],
});
const sample = {
  id: 'a-random-id',
  version: '1.2.3.dev1',
  note: 'ask me@example.org',
  cloud: 'mars',
  memory: 5000,
  secret: 'x',
  plugins: { 'a.b': '1.0', 'me@example.org': '2.0' },
  disks: [{ size: 10 }, { size: 1000 }, { size: null, serial: 'S1' }],
  'host/name': { fqdn: 'db1.example.org' },
};

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');
const previewSample = (of: typeof definition, given: unknown): SamplePreview =>
  compileSamplePreview(of)(Buffer.from(typeof given === 'string' ? given : JSON.stringify(given)), NOW_MS);

/** The only record of a sample that the gateway accepts. */
function preview(given: unknown, of = definition): RecordPreview {
  const previewed = previewSample(of, given);
  const [record, ...more] = 'reports' in previewed ? previewed.reports.flatMap(({ records }) => records) : [];
  if (record === undefined || more.length > 0) throw new Error(JSON.stringify(previewed));
  return record;
}

/** Why the gateway rejects the reports of a sample, or refuses it as a whole. */
function errorsOf(of: typeof definition, given: unknown): string[] {
  const previewed = previewSample(of, given);
  if (previewed.refused !== undefined) return [previewed.refused];
  return previewed.reports.flatMap(({ result, records }) => {
    if (result.status === 'accepted') return [];
    expect(records).toEqual([]);
    return [`${result.error.code} ${result.error.pointer}`];
  });
}

describe('a preview', () => {
  const { kept, changed, removed, public: figures, ...rest } = preview(sample);

  it('shows what is kept as it is', () => {
    expect(kept).toEqual([
      { path: '/version', value: '1.2.3.dev1' },
      { path: '/plugins/a.b', value: '1.0' },
      { path: '/disks/0/size', value: 10 },
      { path: '/disks/2/size', value: null },
    ]);
  });

  it('shows what is changed', () => {
    expect(changed).toEqual([
      { path: '/id', before: 'a-random-id', after: HASHED },
      { path: '/note', before: 'ask me@example.org', after: 'ask [email]' },
      { path: '/cloud', before: 'mars', after: 'other' },
      { path: '/memory', before: 5000, after: 4096 },
    ]);
  });

  it('shows what is removed, and why', () => {
    expect(removed).toEqual([
      { path: '/secret', why: 'sanitise: drop' },
      { path: '/plugins/me@example.org', why: 'is not among the fields' },
      { path: '/disks/1/size', why: 'does not fit /disks/*/size, which takes integer' },
      { path: '/disks/2/serial', why: 'is not among the fields' },
      { path: '/host~1name/fqdn', why: 'is not among the fields' },
    ]);
  });

  it('shows what is stored', () => {
    expect(rest).toEqual({
      refused: undefined,
      channel: 'development',
      result: {
        id: HASHED,
        version: '1.2.3.dev1',
        note: 'ask [email]',
        cloud: 'other',
        memory: 4096,
        plugins: { 'a.b': '1.0' },
        disks: [{ size: 10 }, { size: null }],
      },
    });
  });

  it('shows what the public counts', () => {
    expect(figures.map(({ name, counts }) => [name, counts])).toEqual([
      ['systems', [1]],
      ['version', ['1.2.3.dev1']],
      ['plugins', ['a.b: 1.0']],
      ['memory', [4096]],
      ['clouds', ['other']],
    ]);
    expect(preview({ id: 'x' }).public.map(({ counts }) => counts.length)).toEqual([1, 0, 0, 0, 0]);
  });

  it('never shows what was removed as stored, whatever the sample is', () => {
    for (const odd of [null, 1, '"text"', [], [[]], {}, { id: {} }]) expect(errorsOf(definition, odd)).toHaveLength(1);
    for (const odd of ['{"id":"x","version":[]}', { id: 'x', note: {}, cloud: null, plugins: [[]], disks: 'x' }])
      expect(preview(odd).kept).toEqual([]);
  });

  it.each([
    [{}, 'missing_system_id /id'],
    [{ id: null }, 'missing_system_id /id'],
    [{ id: 7 }, 'invalid_system_id /id'],
    [{ id: 'two words' }, 'invalid_system_id /id'],
    ['"text"', 'invalid_payload '],
    ['{"id":"x","memory":1e999}', 'number_out_of_range /memory'],
  ])('of %j says that the gateway rejects it, and where', (record, error) => {
    expect(errorsOf(definition, record)).toEqual([error]);
  });

  it('says that a report with personal data is rejected where the definition says so', () => {
    const strict = preview(sample, { ...definition, personal_data_found: 'reject' });
    expect(strict).toMatchObject({
      refused: expect.stringContaining('reject'),
      kept: [],
      changed: [],
      result: undefined,
    });
    expect(strict.removed).toContainEqual({ path: '/note', why: 'personal data: email; the whole report is dropped' });
  });

  it('counts what is beyond the most entries of a map', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`p${i}`, '1.0']));
    expect(preview({ id: 'x', plugins: many }).removed).toEqual([
      { path: '/plugins/*', why: '44 entries beyond the most that are kept' },
    ]);
  });

  it('can be read', () => {
    const envelope = { application: 'example', telemetry_type: 'status', time: '2026-11-21T10:00:00Z' };
    const both = [
      { ...envelope, payload: sample },
      { ...envelope, payload: {} },
    ];
    const refusing = { ...definition, erasure: { refuse_for: 86_400_000 } };
    const lines = previewLines(refusing, previewSample(definition, both));
    expect(lines).toEqual(
      expect.arrayContaining([
        'example/status (approved): 1 record',
        'Report 1, record 1',
        '  for the development channel',
        '    /cloud  "mars" → "other"',
        '    /secret  sanitise: drop',
        '    version (share)  1.2.3.dev1, shortened to x.y',
        'Report 2, rejected by the gateway: missing_system_id at /1/payload/id',
        '  The system id is not there.',
        'A record is kept for 30 days. The system id is never published.',
        'Of a system that was erased nothing is taken for 1 day.',
        'The public sees a value once more than 10 systems have it; the rest is merged into “other”.',
      ]),
    );
  });
});

describe('a sample', () => {
  const list = aDefinition({ record: { each_element: true, system_id: '/id', late_window: '2d' } });
  const envelope = {
    application: 'example',
    telemetry_type: 'status',
    time: '2026-11-21T10:00:00Z',
    payload: [{ id: 1 }],
  };

  it('is a payload, an envelope or a list of envelopes', () => {
    expect(errorsOf(definition, { id: 1 })).toEqual(['invalid_system_id /id']);
    expect(errorsOf(list, [{ id: 'a' }, { id: 2 }])).toEqual(['invalid_system_id /1/id']);
    expect(errorsOf(list, envelope)).toEqual(['invalid_system_id /payload/0/id']);
    expect(errorsOf(list, [envelope, 'text'])).toEqual(['invalid_system_id /0/payload/0/id', 'invalid_envelope /1']);
  });

  it('has a preview for each record of each report', () => {
    const payload = [{ id: 'a' }, { id: 'b' }];
    const previewed = previewSample(list, [
      { ...envelope, payload },
      envelope,
      { ...envelope, payload: [{ id: 'c' }] },
    ]);
    const ids = 'reports' in previewed && previewed.reports.map(({ records }) => records.map(({ changed }) => changed));
    const changed = (before: string) => [{ path: '/id', before, after: HASHED }];
    expect(ids).toEqual([[changed('a'), changed('b')], [], [changed('c')]]);
  });

  it('is not for another source', () => {
    expect(errorsOf(list, { ...envelope, application: 'other' })).toEqual(['unknown_application /application']);
    expect(errorsOf(list, { ...envelope, time: 7 })).toEqual(['invalid_time /time']);
    expect(errorsOf(list, { id: 1 })).toEqual(['invalid_payload ']);
  });

  it('is refused as a whole if the gateway would do so', () => {
    const previewed = previewSample(list, Array(501).fill(envelope));
    expect(previewLines(list, previewed)).toEqual([
      'example/status (approved): the gateway refuses the request, too_many_envelopes: The array has more envelopes than are taken in one request.',
    ]);
  });
});
