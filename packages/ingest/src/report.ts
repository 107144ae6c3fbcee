import type { Rejection } from './rejection.ts';

/**
 * What a request carries beside its body and a definition may use, by names such as `header.x-cluster-id`, `query.site` and
 * `cloudevent.source`. `system_id` is the system of records that name none. Never a network address or a user agent.
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
  /** A UUID of the sender's; reports without one get one of their `key`, or a fresh one. */
  readonly id?: unknown;
  /** Any text that is the same when the report is sent again; with the application and the type it makes the id. */
  readonly key?: string | undefined;
  readonly application?: unknown;
  readonly telemetry_type?: unknown;
  readonly schema_version?: unknown;
  /** RFC 3339. Absent: the time of receipt, for the records that have none of their own. */
  readonly time?: unknown;
  readonly context: Context;
  readonly payload?: unknown;
  /**
   * What the payload is, other than a payload: one element of the array that the definition asks for, or the fields of a
   * form, all of them texts, whose numbers and booleans are read as the definition says.
   */
  readonly form?: 'element' | 'fields' | undefined;
}

/** One report of a request, or why the protocol could not read it as one. */
export type DecodedReport = {
  /** Where in the body the report is, as a JSON pointer: begins the pointer of its rejection. */
  readonly pointer: string;
  /** Where in the report its payload is; `/payload` unless the body is the payload itself. */
  readonly payloadPointer?: string;
} & ({ readonly report: Report } | { readonly rejection: Rejection });
