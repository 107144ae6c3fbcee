import { loadDefinitions, runService } from '@heliograph/service-kit';
import { createApp } from './app.ts';
import { Config } from './config.ts';
import { createReaderPool } from './reader-pool.postgres.ts';
import { publicDefinitions } from './source.ts';
import { startStoreProbe } from './store-probe.ts';
import { createSummaryStore } from './summary-store.postgres.ts';

const PROBE_EVERY_MS = 5000;

await runService({
  name: 'portal',
  config: Config,
  async start({ config, runtime, onStop }) {
    const register = await loadDefinitions(config.definitionsFolder);
    const pool = createReaderPool(config.postgresUrl);
    onStop('pool', () => pool.end());
    const store = createSummaryStore(pool);
    const channel = config.portalChannel;
    const probe = () => store.latest(channel);
    const probing = startStoreProbe({ everyMs: PROBE_EVERY_MS, health: runtime.health, probe });
    onStop('probe', () => probing.stop());

    const definitions = publicDefinitions(register.definitions);
    const app = await createApp({ channel, definitions, store, now: Date.now }, runtime.log);
    await app.listen(config.portalPort, config.portalHost);
    onStop('site', () => app.close());
  },
});
