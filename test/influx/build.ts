import { buildInfluxd, defaultCacheDir, StackError } from '@heliograph/local-stack';

// Puts the InfluxDB 1.8 that the tests use into the user's cache.
const say = (line: string) => void process.stderr.write(`${line}\n`);
const given = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => given.abort());
try {
  const cacheDir = defaultCacheDir(process.env);
  say(`InfluxDB: ${await buildInfluxd({ cacheDir, env: process.env, signal: given.signal, progress: say })}`);
} catch (error) {
  if (!(error instanceof StackError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
