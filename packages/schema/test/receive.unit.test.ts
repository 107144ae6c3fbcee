import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';

const at = (...http: { path: string; method?: 'PUT'; host?: string }[]) => aDefinition({ receive: { http } });
const NO_PATH = 'a path such as /api/collect/hosts, without query and without empty segments';

describe('an address of a product’s own clients', () => {
  it('is a path, and may stand again with another method or host', () => {
    const paths = [
      { path: '/' },
      { path: '/v1' },
      { path: '/v1', method: 'PUT' as const },
      { path: '/v1', host: 'a.example' },
    ];
    expect(at(...paths, { path: '/v1/' }).receive?.http).toHaveLength(5);
  });

  it.each(['/v1/telemetry', '/v1/telemetry/x', '/v1/logs'])('cannot be the gateway’s own: %s', (path) => {
    expect(() => at({ path })).toThrow('is the gateway');
  });

  it('cannot stand twice', () => {
    expect(() => at({ path: '/v1' }, { path: '/v1' })).toThrow('POST /v1 stands twice');
  });

  it.each(['/a//b', '/a?b', '/a#b', 'a', '', '/ä'])('cannot be what no request has: %j', (path) => {
    expect(() => at({ path })).toThrow(NO_PATH);
  });
});
