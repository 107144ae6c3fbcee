import type { Channel } from '@heliograph/schema';
import type { z } from 'zod';
import type { Config } from '../config.ts';

/** What every page says of the site that it belongs to. */
export interface Site {
  readonly title: string;
  readonly channel: Channel;
  /** The site of the other channel, without a slash at the end; undefined where nobody has said. */
  readonly otherChannelUrl?: string | undefined;
}

export function siteOf(config: z.infer<typeof Config>): Site {
  const { portalTitle: title, portalChannel: channel, portalOtherChannelUrl: otherChannelUrl } = config;
  return { title, channel, otherChannelUrl };
}
