import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileCache } from '@heliograph/testkit';
import { expect, it } from 'vitest';

function checkConfig(service: string, env: NodeJS.ProcessEnv) {
  const main = fileURLToPath(new URL(`../../../services/${service}/src/main.ts`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--check-config'], {
    env: { ...compileCache, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr: stderr.split('\n').filter(Boolean) };
}

const complete = {
  HELIOGRAPH_SYSTEM_KEY_SECRET: 's'.repeat(32),
  HELIOGRAPH_POSTGRES_URL: 'postgres://nobody:nothing@192.0.2.1/none',
  HELIOGRAPH_INFLUX_URL: 'http://192.0.2.1:8086',
};

it.each(['gateway', 'sanitizer', 'dedup', 'influx-sink', 'postgres-sink', 'summarizer'])(
  'one environment is good for all; %s says so, connects to nothing and exits with 0',
  (service) => {
    expect(checkConfig(service, complete)).toEqual({
      status: 0,
      stdout: `${service}: configuration is valid\n`,
      stderr: [],
    });
  },
);

it('prints every mistake and exits with 1', () => {
  const env = {
    HELIOGRAPH_SYSTEM_KEY_SECRET: 'short',
    HELIOGRAPH_KAFKA_BROKERS: 'nowhere',
    HELIOGRAPH_LOG_LEVEL: 'loud',
    HELIOGRAPH_SANITIZER_ADMIN_PORT: '99999',
    HELIOGRAPH_TOPIC_PARTITION: '6',
    HELIOGRAPH_KAFKA_SASL_MECHANISM: 'plain',
    HELIOGRAPH_KAFKA_SASL_USERNAME: 'me',
  };
  const { status, stdout, stderr } = checkConfig('sanitizer', env);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.map((line) => line.split(':', 1)[0]).toSorted()).toEqual([
    'HELIOGRAPH_KAFKA_BROKERS',
    'HELIOGRAPH_KAFKA_SASL_PASSWORD',
    'HELIOGRAPH_LOG_LEVEL',
    'HELIOGRAPH_SANITIZER_ADMIN_PORT',
    'HELIOGRAPH_SYSTEM_KEY_SECRET',
    'HELIOGRAPH_TOPIC_PARTITION',
  ]);
});

it('says what is required where nothing is given', () => {
  expect(checkConfig('summarizer', {}).stderr).toEqual(['HELIOGRAPH_POSTGRES_URL: is required']);
});
