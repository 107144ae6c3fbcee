import { buildInfluxd, defaultCacheDir, orExit } from '@heliograph/local-stack';

// Puts the InfluxDB 1.8 that the tests use into the user's cache.
const progress = (line: string) => void process.stderr.write(`${line}\n`);
const { env } = process;
const given = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => given.abort());
progress(
  `InfluxDB: ${await orExit(buildInfluxd({ cacheDir: defaultCacheDir(env), env, signal: given.signal, progress }))}`,
);
