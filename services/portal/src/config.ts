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
  // Printed on the page that says how to erase and export. Without it the page says what to put there.
  portalGatewayUrl: z
    .url({ protocol: /^https?$/, error: 'a URL such as https://telemetry.example.org' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
});
