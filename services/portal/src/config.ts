import { Channel } from '@heliograph/schema';
import { definitionsSettings, port, postgresSettings } from '@heliograph/service-kit';
import { z } from 'zod';

export const Config = z.object({
  ...postgresSettings,
  ...definitionsSettings,
  // This machine only: whoever makes a site public puts a proxy with TLS before it.
  portalHost: z.string().default('127.0.0.1'),
  portalPort: port.default(8081),
  // The channel that the site is about; a second portal shows the other one.
  portalChannel: Channel.default('production'),
});
