import { loadConfig } from '@heliograph/runtime';
import { describe, expect, it } from 'vitest';
import { Config } from '../src/config.ts';

const load = (env: NodeJS.ProcessEnv) => loadConfig('gateway', Config, env);
const SECRET = { HELIOGRAPH_ACCESS_KEY_SECRET: 's'.repeat(32) };

describe('the configuration of access', () => {
  it.each([
    [
      { HELIOGRAPH_GATEWAY_AUTH_MODE: 'keys' },
      'HELIOGRAPH_ACCESS_KEY_SECRET: is required with HELIOGRAPH_GATEWAY_AUTH_MODE',
    ],
    [
      { HELIOGRAPH_GATEWAY_PRIVACY_REQUEST_AUTH: 'keys' },
      'HELIOGRAPH_ACCESS_KEY_SECRET: is required with HELIOGRAPH_GATEWAY_PRIVACY_REQUEST_AUTH',
    ],
    [{ HELIOGRAPH_ACCESS_KEY_SECRET: 'short' }, 'HELIOGRAPH_ACCESS_KEY_SECRET: at least 32 characters'],
    [
      { HELIOGRAPH_GATEWAY_TLS_CERTIFICATE: 'tls.crt' },
      'HELIOGRAPH_GATEWAY_TLS_KEY: is required with HELIOGRAPH_GATEWAY_TLS_CERTIFICATE',
    ],
    [
      { HELIOGRAPH_GATEWAY_TLS_KEY: 'tls.key' },
      'HELIOGRAPH_GATEWAY_TLS_CERTIFICATE: is required with HELIOGRAPH_GATEWAY_TLS_KEY',
    ],
    [
      { HELIOGRAPH_GATEWAY_TRUSTED_PROXIES: 'proxy' },
      'HELIOGRAPH_GATEWAY_TRUSTED_PROXIES: addresses or networks such as 192.0.2.0/24, comma-separated',
    ],
  ])('of %j is refused', (env, message) => {
    expect(() => load(env)).toThrow(message);
  });

  it.each([
    {},
    { HELIOGRAPH_GATEWAY_AUTH_MODE: 'open' },
    { ...SECRET, HELIOGRAPH_GATEWAY_AUTH_MODE: 'keys' },
    { ...SECRET, HELIOGRAPH_GATEWAY_PRIVACY_REQUEST_AUTH: 'keys' },
    { HELIOGRAPH_GATEWAY_TLS_CERTIFICATE: 'tls.crt', HELIOGRAPH_GATEWAY_TLS_KEY: 'tls.key' },
    { HELIOGRAPH_GATEWAY_TRUSTED_PROXIES: '192.0.2.0/24, ::1' },
  ])('of %j is taken', (env) => {
    expect(() => load(env)).not.toThrow();
  });
});
