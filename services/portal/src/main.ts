import { openRegister, runService } from '@heliograph/service-kit';
import { createApp } from './app.ts';
import { Config } from './config.ts';
import { createReaderPool } from './reader-pool.postgres.ts';
import { createRequestStore } from './request-store.postgres.ts';
import { publicDefinitions } from './standing.ts';
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
    const { portalChannel: channel, portalGatewayUrl: gatewayUrl } = config;
    const [summaries, requests] = [createSummaryStore(pool), createRequestStore(pool)];
    const probe = () => summaries.latest(channel);
    const probing = startStoreProbe({ everyMs: PROBE_EVERY_MS, health: runtime.health, probe });
    onStop('probe', () => probing.stop());

    const definitions = () => publicDefinitions(register);
    const longestLateWindow = () => register.longestLateWindow;
    const portal = { channel, gatewayUrl, summaries, requests, definitions, longestLateWindow, now: Date.now };
    const app = await createApp(portal, runtime.log);
    await app.listen(config.portalPort, config.portalHost);
    onStop('site', () => app.close());
  },
});
