import { DEFAULT_BOUNDS } from '@heliograph/ingest';
import { accessKeySettings, definitionsSettings, kafkaSettings, keepAliveTimeoutMs, port } from '@heliograph/runtime';
import { z } from 'zod';
import { AUTH_MODES } from './auth/access.ts';
import { parseNetworks } from './auth/client-address.ts';

const count = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

const MIB = 1_048_576;

export const Config = z.object({
  ...kafkaSettings,
  ...definitionsSettings,
  ...accessKeySettings,
  gatewayHost: z.string().default('127.0.0.1'),
  gatewayPort: port.default(8080),
  // At most four times the default, so that the bound on bytes in flight holds.
  gatewayMaxBodyBytes: count(1024, 4 * MIB).default(DEFAULT_BOUNDS.maxBodyBytes),
  gatewayMaxEnvelopes: count(1, 10_000).default(DEFAULT_BOUNDS.maxReports),
  gatewayMaxRecords: count(1, 20_000).default(DEFAULT_BOUNDS.maxRecords),
  // The largest request must fit, or it could never be accepted: 20,000 records of 700 bytes and 4 MiB of payload are 18 MB,
  // and numbers such as 1e15, which are written out, can make four times as much of the payload: 31 MB. It bounds the bodies
  // that are being read, and once more the records that are being delivered. At 10 ms a delivery it allows 3 GB/s.
  gatewayMaxInFlightBytes: count(32 * MIB, 4096 * MIB).default(32 * MIB),
  // A leader election takes a few seconds; below the 30 s after which many HTTP clients give up.
  gatewayDeliveryTimeoutMs: count(100, 14_000).default(10_000),
  // 1 MiB over 1 Mbit/s takes 8.4 s. With the delivery timeout and 5 s for the answer 30 s.
  gatewayRequestTimeoutMs: count(1000, 120_000).default(15_000),
  // The head of a request fits a few packets.
  gatewayHeadersTimeoutMs: count(1000, 15_000).default(5000),
  gatewayKeepAliveTimeoutMs: keepAliveTimeoutMs,
  // A connection takes some 25 kB with its largest possible head: 100 MB.
  gatewayMaxConnections: count(1, 1_000_000).default(4096),
  // Of one address that is no trusted proxy; 0 is no limit. Systems behind one address send one report a day each.
  gatewayMaxConnectionsPerAddress: count(0, 1_000_000).default(256),
  // Load balancers ask every few seconds. With 1 s to close the port, the delivery timeout and 5 s for answers 21 s, at most
  // 29 s: below the deadline of a stop.
  gatewayPreStopDelayMs: count(0, 9000).default(5000),
  // Often enough to see within minutes that something stands, seldom enough to cost nothing.
  gatewayCanaryEveryMs: count(0, 3_600_000).default(60_000),
  gatewayTlsCertificate: z.string().optional(),
  gatewayTlsKey: z.string().optional(),
  gatewayAuthMode: z.enum(AUTH_MODES).default('open'),
  gatewayPrivacyRequestAuth: z.enum(AUTH_MODES).default('open'),
  gatewayTrustedProxies: z
    .string()
    .default('')
    .refine((text) => parseNetworks(text) !== undefined, 'addresses or networks such as 192.0.2.0/24, comma-separated'),
  // Tokens a second, of each gateway; a record takes one for each 4 KiB begun. A bucket holds ten seconds of it, and 0 is no limit. A million systems that all
  // report within ten minutes of the night are 1,667 a second. A tenth of what a gateway takes on two cores.
  gatewayRateLimitPerApplication: count(0, 1_000_000).default(2000),
  // Half of its application, which has several keys where its systems can be told apart by them.
  gatewayRateLimitPerKey: count(0, 1_000_000).default(1000),
  // Only for those without a key. A thousand systems behind one address are served at once, ten thousand in 90 s.
  gatewayRateLimitPerAddress: count(0, 1_000_000).default(100),
  // Records an hour of one system, all of which may come at once: daily reports of a late window, or hourly ones of two days.
  gatewayRateLimitPerSystem: count(0, 1_000_000).default(60),
  // Erasures and exports an hour, by key or address. A delete takes InfluxDB up to a second.
  gatewayRateLimitPrivacyRequests: count(0, 1_000_000).default(600),
});
