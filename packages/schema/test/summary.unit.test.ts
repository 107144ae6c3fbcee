import { expect, it } from 'vitest';
import { summaryKey } from '../src/index.ts';

it('a figure has a key of its own for each source, channel, period and name', () => {
  const subject = { application: 'pulp', telemetry_type: 'status', channel: 'production' };
  const key = summaryKey({ ...subject, period: 'week', start: '2026-11-16', name: 'systems' });
  expect(key).toBe('pulp/status/production/week/2026-11-16/systems');
});
