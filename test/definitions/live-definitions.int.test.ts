import { join } from 'node:path';
import { topicsOf } from '@heliograph/schema';
import { type KafkaSettings, provisionTopics, readTopic } from '@heliograph/stream';
import { definitionFile, eventually, type TestFolder, testFolder, testKafka } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServiceProcess, type ServiceStart, startService } from './service-process.ts';

const PARTITIONS = 1;
const STAGES = ['gateway', 'sanitizer', 'dedup'] as const;
const ends: (() => Promise<void>)[] = [];
let kafka: KafkaSettings;

// What one test leaves in the log would be without a definition in the next.
beforeEach(async () => {
  kafka = testKafka('definitions');
  const plan = { partitions: PARTITIONS, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs: 1 };
  await provisionTopics(kafka, plan, [...new Set(STAGES.flatMap(topicsOf))]);
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function folderOf(files: Readonly<Record<string, string>> = { 'a.yaml': definitionFile() }): Promise<TestFolder> {
  const folder = await testFolder(files);
  ends.push(folder.remove);
  return folder;
}

type Options = Pick<ServiceStart, 'env' | 'nodeOptions'>;

async function start(
  service: 'gateway' | 'sanitizer' | 'dedup',
  folder: TestFolder,
  options: Options = {},
): Promise<ServiceProcess> {
  const started = await startService({ service, kafka, partitions: PARTITIONS, folder: folder.path, ...options });
  ends.push(started.stop);
  return started;
}

const report = (application: string, system = 'system-1', time = new Date().toISOString()) => ({
  application,
  telemetry_type: 'status',
  time,
  payload: { id: system, version: '1.2' },
});

const answers = (gateway: ServiceProcess, application: string, wanted: { status: number; code?: string }) =>
  eventually(async () => {
    const answer = await gateway.send(report(application));
    return answer.status === wanted.status && answer.code === wanted.code;
  });

describe('a gateway whose folder is edited', () => {
  it('takes a new definition, refuses a broken change whole and says so, and follows a retirement', async () => {
    const folder = await folderOf();
    const gateway = await start('gateway', folder);
    expect(await gateway.send(report('example'))).toEqual({ status: 202 });
    expect(await gateway.send(report('new'))).toEqual({ status: 422, code: 'unknown_application' });

    await folder.put('new.yaml', definitionFile({ application: 'new' }));
    await answers(gateway, 'new', { status: 202 });

    // One file is broken, and a good change of another one comes with it.
    await folder.put('a.yaml', definitionFile({ status: 'retired' }));
    await folder.put('new.yaml', 'application: [');
    const refused = await eventually(async () => {
      const readiness = await gateway.readiness();
      return readiness.warnings !== undefined && readiness;
    });
    expect(refused).toMatchObject({ status: 200, warnings: { definitions: expect.stringContaining('new.yaml:1:15') } });
    expect(await gateway.metrics()).toContain('heliograph_warning{about="definitions"} 1');
    expect(gateway.lines.filter((line) => line.includes('refused a change'))).toHaveLength(1);
    expect(await gateway.send(report('example'))).toEqual({ status: 202 });
    expect(await gateway.send(report('new'))).toEqual({ status: 202 });

    await folder.put('new.yaml', definitionFile({ application: 'new', title: 'Mended' }));
    await answers(gateway, 'example', { status: 422, code: 'definition_not_approved' });
    expect(await gateway.send(report('new'))).toEqual({ status: 202 });
    expect(await gateway.readiness()).not.toHaveProperty('warnings');
    expect(await gateway.metrics()).not.toContain('heliograph_warning{');
  });

  it('turns reports away from the day on which their definition expires, and shows it before', async () => {
    const folder = await folderOf({ 'a.yaml': definitionFile({ expires: '2031-01-01' }) });
    // The clock of this process stands ten minutes before that day until a file tells it to go on to it.
    const dawn = Date.parse('2031-01-01T00:00:00Z');
    const isDawn = JSON.stringify(join(folder.path, 'dawn'));
    const clock = `import { existsSync } from 'node:fs'; Date.now = () => ${dawn} - (existsSync(${isDawn}) ? 0 : 600_000);`;
    const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(clock)}`];
    const gateway = await start('gateway', folder, { nodeOptions });
    const sent = () => gateway.send(report('example', 'system-1', '2030-12-31T23:00:00Z'));
    expect(await sent()).toEqual({ status: 202 });
    expect(await gateway.metrics()).toContain(
      `heliograph_definition_expires_timestamp_seconds{application="example",telemetry_type="status"} ${dawn / 1000}`,
    );
    expect(gateway.lines.find((line) => line.includes('a definition expires soon'))).toContain('"daysLeft":1');
    await folder.put('dawn', '');
    await eventually(async () => (await sent()).code === 'definition_expired');
    expect(await sent()).toEqual({ status: 422, code: 'definition_expired' });
  });
});

describe('processes that learn of a change at different times', () => {
  const idsOf = async (topic: 'sanitized' | 'raw.dead') =>
    (await readTopic(kafka, topic)).map(({ value, headers }) => [headers.application, JSON.parse(String(value)).id]);

  it('give up nothing that the gateway took in: the sanitizer waits for a definition, and honours a retired one', async () => {
    const first = await folderOf({ 'a.yaml': definitionFile(), 'late.yaml': definitionFile({ application: 'late' }) });
    const second = await folderOf();
    const gateway = await start('gateway', first);
    const sanitizer = await start('sanitizer', second);
    const ids = ['0b4f0fbe-6c4e-4d3b-9f0a-2f6d7c1f5a01', '0b4f0fbe-6c4e-4d3b-9f0a-2f6d7c1f5a02'];
    expect(await gateway.send({ ...report('late'), id: ids[0] })).toEqual({ status: 202 });
    const awaited = 'heliograph_retries_total{cause="waiting_for_definition"}';
    await eventually(async () => (await sanitizer.metrics()).includes(awaited));
    expect(await sanitizer.readiness()).toMatchObject({ status: 503 });

    await second.put('late.yaml', definitionFile({ application: 'late' }));
    await eventually(async () => (await idsOf('sanitized')).some(([application]) => application === 'late'));

    // The sanitizer knows of a retirement before the gateway does.
    await second.put('late.yaml', definitionFile({ application: 'late', status: 'retired' }));
    await eventually(
      async () => sanitizer.lines.filter((line) => line.includes('"changed":["late/status"]')).length > 0,
    );
    expect(await gateway.send({ ...report('late'), id: ids[1] })).toEqual({ status: 202 });
    await eventually(async () => {
      const applications = (await idsOf('sanitized')).map(([application]) => application);
      return applications.filter((application) => application === 'late').length >= 2;
    });
    expect(await idsOf('raw.dead')).toEqual([]);
  });

  it('take drafts in, one and all, in development mode only', async () => {
    const folder = await folderOf({ 'a.yaml': definitionFile({ application: 'drafted', status: 'draft' }) });
    const production = await start('gateway', folder);
    expect(await production.send(report('drafted'))).toEqual({ status: 422, code: 'definition_not_approved' });
    const env = { HELIOGRAPH_DEFINITIONS_MODE: 'development' };
    const development = await start('gateway', folder, { env });
    await start('sanitizer', folder, { env });
    expect(await development.send(report('drafted'))).toEqual({ status: 202 });
    await eventually(async () => (await idsOf('sanitized')).some(([application]) => application === 'drafted'));
  });
});

it('has dedup warn of a journal that is too short for the definitions, with the command that mends it', async () => {
  const dedup = await start('dedup', await folderOf());
  const warnings = await eventually(async () => (await dedup.readiness()).warnings);
  expect(warnings.journal).toMatch(/needs? 144 h; raise it with: heliograph topics apply$/);
  expect(await dedup.readiness()).toMatchObject({ status: 200 });
  expect(await dedup.metrics()).toContain('heliograph_warning{about="journal"} 1');
});
