import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { anyFreePort } from '@heliograph/local-stack';
import { topicsOf } from '@heliograph/schema';
import { type ErrorTable, errorCode, startSink } from '@heliograph/stream';
import { eventually, makeTopics, publishRecords, testKafka, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { showHealth } from '../../packages/runtime/src/health.prometheus.ts';
import { createHealth } from '../../packages/runtime/src/health.ts';
import { startStatusServer } from '../../packages/runtime/src/status-server.ts';
import { watchGroupLag } from '../../services/gateway/src/group-lag.prometheus.ts';

const run = promisify(execFile);
const RULES = fileURLToPath(new URL('../../deploy/alerts.yaml', import.meta.url));
const HOUR_MS = 3_600_000;

it('the rules are rules, and fire when they should and not before', async () => {
  const { stdout } = await run('promtool', ['check', 'rules', RULES]);
  expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
  const tests = fileURLToPath(new URL('alerts.promtool.yaml', import.meta.url));
  expect((await run('promtool', ['test', 'rules', tests])).stdout).toContain('SUCCESS');
});

const STORE_ERRORS: ErrorTable = [
  { kind: 'retryable', cause: 'store_down', because: 'it comes back', matches: (e) => errorCode(e) === 'ESTORE' },
];

/** A sink that cannot store anything, with its metrics as a service serves them, and those of the groups beside it. */
async function startStuckSink(onTestFinished: (stop: () => Promise<void>) => void): Promise<number> {
  const kafka = testKafka();
  const services = ['sanitizer', 'dedup', 'influx-sink', 'postgres-sink', 'summarizer'] as const;
  await makeTopics(kafka, [...new Set(services.flatMap(topicsOf))]);
  await publishRecords(kafka, 'observations', [{ key: 'k', value: 1 }]);
  const { registry, log } = testRuntime();
  const health = createHealth();
  showHealth(registry, health);
  const runtime = { log, registry, health, fail: () => undefined };
  const write = () => Promise.reject(Object.assign(new Error('down'), { code: 'ESTORE' }));
  const stage = { stage: 'postgres-sink', version: 'test', input: 'observations' } as const;
  const sink = await startSink({ ...stage, kafka, runtime, errors: STORE_ERRORS, open: () => ({ write }) });
  onTestFinished(() => sink.stop());
  // As it is an hour later.
  const lag = watchGroupLag({ kafka, runtime, now: () => Date.now() + HOUR_MS });
  onTestFinished(() => lag.stop());
  const server = await startStatusServer({ host: '127.0.0.1', port: 0, keepAliveTimeoutMs: 5000 }, health, registry);
  onTestFinished(() => server.stop());
  return server.port;
}

interface Alerts {
  readonly data: { readonly alerts: readonly { state: string; labels: Readonly<Record<string, string>> }[] };
}

it('a real Prometheus that scrapes a sink whose store is down fires the alerts', { timeout: 120_000 }, async ({
  onTestFinished,
}) => {
  const target = await startStuckSink(onTestFinished);
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-prometheus-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // The rules as they are, but for how long they wait.
  const rules = (await readFile(RULES, 'utf8')).replaceAll(/^( +for: ).*$/gm, '$11s');
  await writeFile(join(folder, 'alerts.yaml'), rules);
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [join(folder, 'alerts.yaml')],
    scrape_configs: [{ job_name: 'heliograph', static_configs: [{ targets: [`127.0.0.1:${target}`] }] }],
  };
  await writeFile(join(folder, 'prometheus.yaml'), JSON.stringify(config));
  const address = `127.0.0.1:${await anyFreePort()}`;
  const flags = [`--config.file=${folder}/prometheus.yaml`, `--storage.tsdb.path=${folder}/data`];
  const prometheus = spawn('prometheus', [...flags, `--web.listen-address=${address}`], { stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = once(prometheus, 'exit');
    prometheus.kill('SIGTERM');
    await ended;
  });
  const firing = async () => {
    const answer = await fetch(`http://${address}/api/v1/alerts`).catch(() => undefined);
    const { alerts } = answer?.ok ? ((await answer.json()) as Alerts).data : { alerts: [] };
    return alerts
      .filter(({ state }) => state === 'firing')
      .map(({ labels }) => [labels.alertname, labels.service, labels.topic].filter(Boolean).join(' '));
  };
  const wanted = [
    'HeliographNotReady',
    'HeliographLag postgres-sink observations',
    // Nothing has been started of it.
    'HeliographNotConsumed dedup sanitized',
  ];
  await eventually(async () => {
    const now = await firing();
    return wanted.every((alert) => now.includes(alert));
  }, 90_000);
  expect(await firing()).not.toContain('HeliographLag dedup sanitized');
  expect(await firing()).not.toContain('HeliographNotConsumed postgres-sink observations');
});
