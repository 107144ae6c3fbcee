import { openRegister } from '@heliograph/definitions';
import { runService } from '@heliograph/runtime';
import { createApp } from './app.ts';
import { Config } from './config.ts';
import { createDataPackages } from './data-packages/data-packages.fs.ts';
import { scrape } from './status/scrape.ts';
import { watchPipeline } from './status/watch.ts';
import { publicDefinitions } from './stores/definitions.ts';
import { createReaderPool } from './stores/reader-pool.postgres.ts';
import { createRequestStore } from './stores/request-store.postgres.ts';
import { startStoreProbe } from './stores/store-probe.ts';
import { createSummaryStore } from './stores/summary-store.postgres.ts';

await runService({
  name: 'portal',
  config: Config,
  async start({ config, runtime, onStop }) {
    const register = await openRegister({ config, runtime, onStop });
    const pool = createReaderPool(config.postgresUrl);
    onStop('pool', () => pool.end());
    const [summaries, requests] = [createSummaryStore(pool), createRequestStore(pool)];
    const probe = startStoreProbe({ health: runtime.health, probe: () => summaries.version() });
    onStop('probe', () => probe.stop());

    const { portalTitle: title, portalChannel: channel, portalLicence: licence, portalHost, portalPort } = config;
    const { portalOtherChannelUrl: otherChannelUrl, portalGatewayUrl: gatewayUrl, portalStatusTargets } = config;
    const clock = { now: Date.now };
    const longestLateWindow = () => register.longestLateWindow;
    const packages = createDataPackages({ summaries, channel, licence, longestLateWindow, ...clock });
    onStop('packages', () => packages.stop());
    const pipeline = watchPipeline({ targets: portalStatusTargets ?? [], scrape, ...clock });
    const site = { title, channel, otherChannelUrl, gatewayUrl };
    const definitions = { public: () => publicDefinitions(register), longestLateWindow };
    const app = await createApp({ site, clock, definitions, summaries, requests, packages, pipeline }, runtime.log);
    app.getHttpServer().keepAliveTimeout = config.portalKeepAliveTimeoutMs;
    await app.listen(portalPort, portalHost);
    onStop('site', () => app.close());
  },
});
