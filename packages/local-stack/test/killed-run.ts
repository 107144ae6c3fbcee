import { startBackingServices } from '../src/index.ts';

// Brings services up and waits to be killed; the test tells the folder and the services.
const [dataDir = '', ...only] = process.argv.slice(2);
const names = (['kafka', 'postgres', 'influx'] as const).filter((name) => only.includes(name));
const { postgres } = await startBackingServices({
  dataDir,
  mode: 'native',
  env: { ...process.env },
  ephemeralPorts: true,
  only: names,
  progress: () => {},
});
process.stdout.write(postgres.url);
setInterval(() => {}, 1000);
