import { shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { definitionKeys } from '../src/definitions/keys.ts';
import { createMender, nearest } from '../src/definitions/mend.ts';

const keys = definitionKeys();
const find = (...path: string[]) => keys.find((key) => key.path.join(' ') === path.join(' '));

describe('the keys of a definition', () => {
  it('are all those that a definition has', () => {
    const names = new Set(keys.filter(({ path }) => path.length === 1).map(({ path }) => path[0]));
    for (const definition of shippedDefinitions().definitions)
      expect([...names]).toEqual(expect.arrayContaining(Object.keys(definition)));
  });

  it('are each explained', () => {
    expect(keys.filter(({ description, meanings }) => description === '' && meanings.size === 0)).toEqual([]);
    expect(keys.flatMap(({ meanings }) => [...meanings.values()]).filter((meaning) => meaning === '')).toEqual([]);
  });

  it.each([
    [['retention'], { required: true, takes: 'a duration', fallback: undefined }],
    [['record', 'system_key'], { required: false, takes: 'hash, keep', fallback: 'hash' }],
    [['fields', '<pointer>', 'round'], { takes: 'a whole number from 1, or a number', of: ['integer', 'number'] }],
    [['fields', '<pointer>', 'bucket'], { takes: 'powers_of_two, or a list of numbers' }],
    [['summaries', '[]', 'levels'], { takes: 'a list of x.y, x.y.z', of: ['share'] }],
    [['approval', 'by'], { takes: 'a list of texts' }],
    [['expires'], { takes: 'a day' }],
  ])('%j', (path, expected) => {
    expect(find(...path)).toMatchObject(expected);
  });
});

describe('how to mend', () => {
  const mend = createMender();

  it.each([
    [['retentoin'], 'Did you mean retention?'],
    [['fields', '/x', 'sanitize'], 'Did you mean sanitise?'],
    [['summaries', 0, 'feild'], 'Did you mean field?'],
    [['record', 'colour'], 'The keys here are each_element, system_id, system_key, time, late_window, max_bytes.'],
    [['dedup', 'policy'], expect.stringMatching(/^policy takes latest-per-window, first-per-window, by-event-id\. /)],
    [['approval'], expect.stringMatching(/^approval takes the keys by, on, reference\. /)],
    [['influx', 'tags', 3], expect.stringMatching(/^tags takes a list of pointers\. /)],
    [['fields', '/x'], undefined],
    [[], undefined],
    [['no', 'such', 'place'], undefined],
  ])('what is wrong at %j', (path, expected) => {
    expect(mend(path)).toEqual(expected);
  });

  it.each([
    ['verison', 'version'],
    ['version', 'version'],
    ['x', undefined],
    ['x'.repeat(100_000), undefined],
  ])('%s was to be %s', (word, meant) => {
    expect(nearest(word, ['integer', 'version'])).toBe(meant);
  });
});
