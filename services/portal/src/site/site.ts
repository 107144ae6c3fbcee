import type { Channel } from '@heliograph/schema';

/** Whose site it is and what it is about. These classes are the tokens that their values are injected by. */
export abstract class Site {
  abstract readonly title: string;
  abstract readonly channel: Channel;
  /** The site of the other channel, without a slash at the end; undefined if there is none. */
  readonly otherChannelUrl?: string | undefined;
  /** Where the gateway is reached from outside, without a slash at the end; undefined if unset. */
  readonly gatewayUrl?: string | undefined;
}

export abstract class Clock {
  /** Milliseconds since the epoch. */
  abstract now(): number;
}
