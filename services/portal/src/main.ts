import { openRegister, runService } from '@heliograph/service-kit';
import { createApp } from './app.ts';
import { Config } from './config.ts';
import { createDataPackages } from './data-packages/data-packages.fs.ts';
import { publicDefinitions } from './definitions/definition-state.ts';
import { scrape } from './status/scrape.ts';
import { watchPipeline } from './status/watch.ts';
import { createReaderPool } from './stores/reader-pool.postgres.ts';
import { createRequestStore } from './stores/request-store.postgres.ts';
import { startStoreProbe } from './stores/store-probe.ts';
import { createSummaryStore } from './stores/summary-store.postgres.ts';

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
    const { portalTitle: title, portalChannel: channel, portalOtherChannelUrl: otherChannelUrl } = config;
    const [licence, now] = [config.portalLicence, Date.now];
    const packages = createDataPackages({ summaries, channel, licence, longestLateWindow, now });
    onStop('packages', () => packages.stop());
    const pipeline = watchPipeline({ targets: config.portalStatusTargets ?? [], scrape, now });
    const stores = { summaries, requests, packages, definitions, longestLateWindow, pipeline };
    const portal = { title, channel, otherChannelUrl, gatewayUrl: config.portalGatewayUrl, licence, ...stores, now };
    const app = await createApp(portal, runtime.log);
    await app.listen(config.portalPort, config.portalHost);
    onStop('site', () => app.close());
  },
});
