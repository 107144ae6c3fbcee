import type { Rejection } from './rejection.ts';

/**
 * What a request carries beside its body and a definition may use: a header, a path segment, resource attributes. Never a
 * network address or a user agent.
 */
export type Context = Readonly<Record<string, unknown>>;

export const NO_CONTEXT: Context = Object.freeze({});

/** Bounds on one request, as a gateway has them unless its operator sets others. */
export const DEFAULT_BOUNDS = {
  /** 1 MiB is some 3,000 Trento hosts, or 500 reports of 2 kB. */
  maxBodyBytes: 1_048_576,
  maxReports: 500,
  /** Three times the hosts that 1 MiB can hold. Each may take 700 bytes beside its payload: 7 MB. */
  maxRecords: 10_000,
} as const;

/** What every protocol decodes a request to. Its members are as they were sent: `ingest` checks them. */
export interface Report {
  /** A UUID of the sender's; reports without one get a fresh one. */
  readonly id?: unknown;
  readonly application?: unknown;
  readonly telemetry_type?: unknown;
  readonly schema_version?: unknown;
  /** RFC 3339. Absent: every record has its own, where its definition says. */
  readonly time?: unknown;
  readonly context: Context;
  readonly payload?: unknown;
}

/** One report of a request, or why the protocol could not read it as one. */
export type DecodedReport = {
  /** Where in the body the report is, as a JSON pointer: begins the pointer of its rejection. */
  readonly pointer: string;
} & ({ readonly report: Report } | { readonly rejection: Rejection });
