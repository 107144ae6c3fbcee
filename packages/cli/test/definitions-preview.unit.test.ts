import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { compilePreview, HASHED, recordsOf } from '../src/definitions-preview.ts';
import { previewLines } from '../src/definitions-preview-text.ts';

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
const preview = compilePreview(definition);
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
    for (const odd of [null, 1, 'text', [], [[]], {}, { id: {} }, { __proto__: null, id: 'x', version: [] }])
      expect(preview(odd).kept).toEqual([]);
  });

  it.each([
    [{}, 'there is no system id at /id'],
    [{ id: null }, 'there is no system id at /id'],
    [{ id: 7 }, 'what stands at /id is no system id'],
    [{ id: 'two words' }, 'what stands at /id is no system id'],
    ['text', 'a record is an object'],
  ])('of %j says that it is refused', (record, refused) => {
    expect(preview(record)).toMatchObject({ refused, result: undefined, public: [] });
  });

  it('says that a report with personal data is rejected where the definition says so', () => {
    const strict = compilePreview({ ...definition, personal_data_found: 'reject' })(sample);
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
    const lines = previewLines({ ...definition, erasure: { refuse_for: 86_400_000 } }, [preview(sample), preview({})]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'example/status (approved): 2 records',
        '  for the development channel',
        '    /cloud  "mars" → "other"',
        '    /secret  sanitise: drop',
        '    version (share)  1.2.3.dev1, shortened to x.y',
        '  refused as a whole: there is no system id at /id',
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

  it('is a payload or an envelope', () => {
    expect(recordsOf(definition, { id: 1 })).toEqual([{ id: 1 }]);
    expect(recordsOf(list, [{ id: 1 }, { id: 2 }])).toHaveLength(2);
    expect(recordsOf(list, envelope)).toEqual([{ id: 1 }]);
  });

  it.each([
    [{ id: 1 }, 'the payload is no list, and the definition says each_element: true'],
    [{ ...envelope, application: 'other' }, 'the sample is of other/status, the definition of example/status'],
    [{ ...envelope, time: 7 }, 'the sample is no envelope: time: '],
  ])('is not %j', (given, message) => {
    expect(() => recordsOf(list, given)).toThrow(message);
  });
});
