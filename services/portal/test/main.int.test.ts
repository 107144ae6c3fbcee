import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '@heliograph/postgres';
import { compileCache, eventually, testDatabase } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const PORTAL = fileURLToPath(new URL('..', import.meta.url));
/** What the portal reads is what the summarizer makes. */
const MIGRATIONS = fileURLToPath(new URL('../../summarizer/migrations', import.meta.url));
const DEFINITIONS = fileURLToPath(new URL('../../../packages/schema/definitions', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heliograph-portal-'));
const TYPESCRIPT = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
let service: ChildProcess | undefined;

beforeAll(async () => {
  // Decorators are the one thing that Node does not strip: what runs in production is what the compiler has made.
  execFileSync(process.execPath, [join(TYPESCRIPT, 'bin/tsc'), '-p', PORTAL], { stdio: 'inherit' });
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterEach(() => void service?.kill('SIGKILL'));

afterAll(async () => {
  await client.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return address.port;
}

it('is not ready before there is anything to read, then serves it, and stops when it is told', async () => {
  cpSync(DEFINITIONS, folder, { recursive: true });
  const [port, adminPort] = [await freePort(), await freePort()];
  const env = {
    ...compileCache,
    HELIOGRAPH_POSTGRES_URL: database.url,
    HELIOGRAPH_DEFINITIONS_FOLDER: folder,
    HELIOGRAPH_DEFINITIONS_RELOAD_MS: '100',
    HELIOGRAPH_DEFINITIONS_MODE: 'development',
    HELIOGRAPH_PORTAL_PORT: String(port),
    HELIOGRAPH_PORTAL_ADMIN_PORT: String(adminPort),
    HELIOGRAPH_PORTAL_GATEWAY_URL: 'https://telemetry.example.org/',
    HELIOGRAPH_PORTAL_TITLE: 'Acme in numbers',
    // It may ask itself as well.
    HELIOGRAPH_PORTAL_STATUS_TARGETS: `portal=http://127.0.0.1:${adminPort},dedup=http://127.0.0.1:1`,
    HELIOGRAPH_LOG_LEVEL: 'trace',
  };
  const started = spawn(process.execPath, [join(PORTAL, 'dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  service = started;
  let log = '';
  started.stdout.on('data', (chunk) => {
    log += chunk;
  });
  const readiness = async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`)).status;
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const home = () => get('/');
  await eventually(async () => (await home()).status === 503);
  expect(await readiness()).toBe(503);

  await migrate(database.url, MIGRATIONS, 'summary');
  await client.query(
    `INSERT INTO summary.published VALUES ('trento', 'host_telemetry', 'production', 'day', 'hosts', '2026-11-20', 'systems',
     '{"suppressed":false,"active":1234,"new":100,"returning":34,"continuing":1100,"gone":null,"persistent":null}',
     1234, 1234, 1, false, '2026-11-21T01:00:05Z')`,
  );
  await eventually(async () => (await readiness()) === 200);
  const text = await (await home()).text();
  expect(text).toContain('1,234');
  expect(text).toContain('Hosts known to a Trento installation');

  expect(text).toContain('<title>Acme in numbers</title>');

  const status = await (await get('/status')).text();
  expect(status).toContain('The dedup does not answer.');
  expect(status).toMatch(/portal<\/th><td>operational</);
  expect(status).not.toContain('127.0.0.1');

  // The folder changes while the site runs; in development mode a draft is shown, and said to be one.
  expect(text).not.toContain('draft');
  const file = join(folder, 'trento.host_telemetry.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('status: approved', 'status: draft'));
  await eventually(async () => (await (await home()).text()).includes('draft, not approved'));

  expect(await (await get('/your-data')).text()).toContain('curl -i https://telemetry.example.org/v1/erasures');

  // No sink has made the receipts: a failure, which is logged, and the id with which one asked is not.
  const id = randomUUID();
  for (const path of [`/requests/${id}`, `/api/v1/requests/${id}`, `/api/v1/exports/${id}`])
    expect((await get(path)).status).toBe(503);
  await eventually(async () => log.includes('store_unavailable'));
  expect(log).not.toContain(id);

  started.kill('SIGTERM');
  expect(await once(started, 'exit')).toEqual([0, null]);
});
