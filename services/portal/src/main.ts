import { openRegister, runService } from '@heliograph/service-kit';
import { createApp } from './app.ts';
import { Config } from './config.ts';
import { createDataPackages } from './data-packages/data-packages.fs.ts';
import { createReaderPool } from './reader-pool.postgres.ts';
import { createRequestStore } from './request-store.postgres.ts';
import { siteOf } from './site.ts';
import { publicDefinitions } from './standing.ts';
import { scrape } from './status/scrape.ts';
import { watchPipeline } from './status/watch.ts';
import { startStoreProbe } from './store-probe.ts';
import { createSummaryStore } from './summary-store.postgres.ts';

const PROBE_EVERY_MS = 5000;

await runService({
  name: 'portal',
  config: Config,
  async start({ config, runtime, onStop }) {
    const register = await openRegister({ config, runtime, onStop });
    const pool = createReaderPool(config.postgresUrl);
    onStop('pool', () => pool.end());
    const [summaries, requests] = [createSummaryStore(pool), createRequestStore(pool)];
    const probe = () => summaries.version();
    const probing = startStoreProbe({ everyMs: PROBE_EVERY_MS, health: runtime.health, probe });
    onStop('probe', () => probing.stop());

    const definitions = () => publicDefinitions(register);
    const longestLateWindow = () => register.longestLateWindow;
    const [site, licence, now] = [siteOf(config), config.portalLicence, Date.now];
    const packages = createDataPackages({ summaries, channel: site.channel, licence, longestLateWindow, now });
    onStop('packages', () => packages.stop());
    const pipeline = watchPipeline({ targets: config.portalStatusTargets ?? [], scrape, now });
    const stores = { summaries, requests, packages, definitions, longestLateWindow, pipeline };
    const portal = { ...site, gatewayUrl: config.portalGatewayUrl, licence, ...stores, now };
    const app = await createApp(portal, runtime.log);
    await app.listen(config.portalPort, config.portalHost);
    onStop('site', () => app.close());
  },
});
