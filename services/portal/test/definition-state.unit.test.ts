import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { definitionState, isCollected } from '../src/definitions/definition-state.ts';
import { publicDefinitions } from '../src/stores/definitions.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const state = (given: Parameters<typeof aDefinition>[0]) => definitionState(aDefinition(given), NOW);

describe('the state of a definition', () => {
  it.each([
    ['in force', { expires: '2026-12-22' }, 'in_force', true],
    ['30 days before its end', { expires: '2026-12-21' }, 'expires_soon', true],
    ['in its last hours', { expires: '2026-11-22' }, 'expires_soon', true],
    ['on the day that it expires', { expires: '2026-11-21' }, 'expired', false],
    ['retired, whatever its end', { status: 'retired', expires: '2026-11-22' }, 'retired', false],
    ['a draft', { status: 'draft', expires: '2026-11-22' }, 'draft', true],
    ['a draft that has expired', { status: 'draft', expires: '2026-11-01' }, 'expired', false],
  ] as const)('%s', (_, given, expected, collected) => {
    expect(state(given)).toBe(expected);
    expect(isCollected(aDefinition(given), NOW)).toBe(collected);
  });
});

it('shows drafts in development mode alone', () => {
  const definitions = [aDefinition(), aDefinition({ status: 'draft' }), aDefinition({ status: 'retired' })];
  const statuses = (mode: 'production' | 'development') =>
    publicDefinitions({ definitions, mode }).map(({ status }) => status);
  expect(statuses('production')).toEqual(['approved', 'retired']);
  expect(statuses('development')).toEqual(['approved', 'draft', 'retired']);
});
