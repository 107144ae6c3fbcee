import { gatherDefinitions, parseDefinition } from '@heliograph/definitions';
import { describe, expect, it } from 'vitest';
import { checkDefinitions } from '../src/definitions/check.ts';
import { reportJson, reportLines } from '../src/definitions/commands/check.ts';
import { parsePrevious } from '../src/definitions/previous.git.ts';
import { theGoodOne } from './the-good-one.ts';

const TODAY = '2026-11-21';
const good = theGoodOne();

/** The good definition with some of its text replaced. */
function withText(...replacements: readonly (readonly [from: string, to: string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${from} is not in the definition`);
    return text.replace(from, () => to);
  }, good);
}
const read = (text: string, file = 'acme.status.yaml') => gatherDefinitions([parseDefinition(file, text)]);
const before = (text: string, file = 'acme.status.yaml') => gatherDefinitions([parsePrevious(file, text)]);

/** What check says of a definition, and, against another, of its changes; without the summary at the end. */
const said = (text: string, was?: string, today = TODAY) =>
  reportLines(checkDefinitions(read(text), today, was === undefined ? undefined : before(was))).slice(0, -1);
const errors = (lines: readonly string[]) => lines.filter((line) => line.includes(': error: '));

describe('check', () => {
  it('finds nothing in a good definition', () => {
    expect(said(good)).toEqual([]);
    expect(reportLines(checkDefinitions(read(good), TODAY))).toEqual(['1 definition read, 0 errors, 0 warnings']);
  });

  it.each([
    ['2027-10-01', []],
    ['2027-10-02', ['warning: ends in 30 days']],
    ['2027-10-31', ['warning: ends in 1 day']],
    ['2027-11-01', ['error: has expired: nothing is taken in']],
    ['2028-01-01', ['error: has expired: nothing is taken in']],
  ])('on %s says of the expiry %j', (today, expected) => {
    const lines = said(good, undefined, today).filter((line) => !line.startsWith(' '));
    expect(lines).toEqual(expected.map((message) => `acme.status.yaml:8:10: expires: ${message}`));
  });

  it.each(['draft', 'retired'])('does not mind when a definition ends that is %s', (status) => {
    expect(said(withText(['status: approved', `status: ${status}`]), undefined, '2028-01-01')).toEqual([]);
  });

  it('warns of what must be meant', () => {
    const kept = withText(
      ['system_id: /id,', 'system_id: /id, system_key: keep,'],
      ['otherwise: other', 'otherwise: me@example.org'],
      ['minimum_systems: 10', 'minimum_systems: 4'],
    );
    const report = checkDefinitions(read(kept), TODAY);
    expect(report.findings.map(({ severity, path }) => `${severity} ${path.join('.')}`)).toEqual([
      'warning record.system_key',
      'warning fields./cloud',
      'warning publish.minimum_systems',
    ]);
    expect(report.findings[0]?.message).toMatch(/^lets personal data through \(system_id\): (?:\w+, ){5,}/);
    expect(report.findings.every(({ mend }) => mend !== undefined)).toBe(true);
  });

  it('gives machines one document with the place of everything', () => {
    const document = JSON.parse(reportJson(checkDefinitions(read(withText(['2027-11-01', 'soon'])), TODAY)));
    expect(document).toEqual({
      valid: false,
      definitions: 0,
      findings: [
        {
          file: 'acme.status.yaml',
          line: 8,
          column: 10,
          path: ['expires'],
          severity: 'error',
          message: 'expected a day such as 2026-11-02',
          mend: 'expires takes a day. The first UTC day on which reports are no longer taken.',
        },
      ],
      changes: [],
    });
  });
});

describe('check against the previous version', () => {
  const wider = ['max: 10000 }', 'max: 20000 }'] as const;
  const longer = ['retention: 30d', 'retention: 60d'] as const;
  const again = ['on: 2026-11-02', 'on: 2026-11-20'] as const;
  const next = ['schema_version: 1', 'schema_version: 2'] as const;
  const draft = ['status: approved', 'status: draft'] as const;

  it('says what has changed, and where', () => {
    expect(said(withText(wider, longer, again, next), good)).toEqual([
      'acme.status.yaml:6:1: approval: compatible: approved anew',
      'acme.status.yaml:32:12: retention: breaking: longer: kept for 60d, not 30d',
      'acme.status.yaml:22:3: fields./workers: extends: /workers takes numbers above max that it did not',
    ]);
  });

  it.each([
    ['a compatible change', [['Daily status', 'Status']], []],
    ['more', [wider], ['approval.on']],
    ['more, approved', [wider, again], []],
    ['more, approved on the same day elsewhere', [wider, ['acme/17', 'acme/18']], []],
    ['more, with an older approval', [wider, ['on: 2026-11-02', 'on: 2026-11-01']], ['approval.on']],
    ['more, as a draft', [wider, draft], []],
    ['a broken promise', [longer], ['schema_version', 'approval.on']],
    ['a broken promise, approved', [longer, again], ['schema_version']],
    ['a broken promise, numbered', [longer, next], ['approval.on']],
    ['a broken promise, numbered and approved', [longer, next, again], []],
    ['a broken promise, as a draft', [longer, draft], ['schema_version']],
  ] as const)('%s needs what is missing', (_, replacements, missing) => {
    const lines = errors(said(withText(...replacements), good));
    expect(lines.map((line) => /^acme\.status\.yaml:\d+:\d+: ([a-z_.]+): error: /.exec(line)?.[1])).toEqual(missing);
  });

  it('refuses a version that goes back', () => {
    expect(errors(said(good, withText(next)))).toEqual([
      'acme.status.yaml:3:17: schema_version: error: went back from 2',
    ]);
  });

  it('does not let a draft smuggle in what was approved once for something else', () => {
    expect(errors(said(withText(longer), withText(longer, draft)))).toEqual([
      expect.stringContaining('approval.on: error: is still the approval of 2026-11-02'),
    ]);
  });

  it('misses what was taken away, unless it was a draft', () => {
    const other = withText(['telemetry_type: status', 'telemetry_type: other']);
    expect(errors(said(other, good))).toEqual(['acme.status.yaml: error: acme/status is not defined any more']);
    expect(errors(said(other, withText(draft)))).toEqual([]);
  });

  it('says it once where the file is broken now', () => {
    expect(errors(said(withText(longer, ['2027-11-01', 'soon']), good))).toEqual([
      expect.stringContaining(':8:10: expires:'),
    ]);
  });

  it('finds a definition again in a file of another name', () => {
    const now = read(withText(longer), 'renamed.yaml');
    expect(checkDefinitions(now, TODAY, before(good)).changes).toMatchObject([
      { file: 'renamed.yaml', effect: 'breaking' },
    ]);
  });

  it('warns where there is nothing to compare with', () => {
    const warnings = (was: Parameters<typeof gatherDefinitions>[0]) =>
      checkDefinitions(read(good), TODAY, gatherDefinitions(was)).findings.map(
        ({ severity, file }) => `${severity} ${file}`,
      );
    expect(warnings([])).toEqual(['warning previous']);
    expect(warnings([parsePrevious('acme.status.yaml', 'title: 1')])).toContain('warning previous acme.status.yaml');
  });
});
