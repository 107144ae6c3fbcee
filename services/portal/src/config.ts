import { definitionsSettings, keepAliveTimeoutMs, port, postgresSettings } from '@heliograph/runtime';
import { Channel } from '@heliograph/schema';
import { z } from 'zod';
import { LICENCE_NAMES } from './data-packages/data-packages.ts';
import { Targets } from './status/targets.ts';

const url = z
  .url({ protocol: /^https?$/, error: 'a URL such as https://telemetry.example.org' })
  .transform((text) => text.replace(/\/+$/, ''));

export const Config = z.object({
  ...postgresSettings,
  ...definitionsSettings,
  // This machine only: whoever makes a site public puts a proxy with TLS before it.
  portalHost: z.string().default('127.0.0.1'),
  portalPort: port.default(8081),
  portalKeepAliveTimeoutMs: keepAliveTimeoutMs,
  // The channel that the site is about; a second portal shows the other one.
  portalChannel: Channel.default('production'),
  // Printed on the page that says how to erase and export. Without it the page says what to put there.
  portalGatewayUrl: url.optional(),
  // Stands on every page: whose site it is.
  portalTitle: z.string().min(1).max(60).default('Heliograph'),
  // Under which the data packages may be used. Figures are facts: without asking anything of whoever puts them together.
  portalLicence: z.enum(LICENCE_NAMES).default('CC0-1.0'),
  // Where the site of the other channel is, for a link from every page.
  portalOtherChannelUrl: url.optional(),
  // Whom the status page asks. Without it the page says how fresh the figures are, and no more.
  portalStatusTargets: Targets.optional(),
});
