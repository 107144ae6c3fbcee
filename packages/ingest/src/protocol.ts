import type { Refusal } from './refusal.ts';
import type { Result } from './rejection.ts';
import type { Context, DecodedReport } from './report.ts';

/**
 * The seam between HTTP and `ingest`: a protocol decodes the body of a request into reports, and encodes what became of
 * them. It is a folder of the gateway with its decoder, encoder, document and tests, and is listed once where the app is
 * put together. It imports this package and nothing of the gateway, so that it cannot reach a limit, a key or the log.
 */
export interface Protocol {
  readonly name: string;
  /** Where it is spoken. No two protocols share a method and path. */
  readonly routes: readonly ProtocolRoute[];
  /**
   * Media types of the bodies that it decodes, in lower case and without parameters; others are refused with 415. A `*` at
   * the beginning stands for any: `*+json`, and `*` alone for every media type and for none.
   */
  readonly mediaTypes: readonly string[];
  /**
   * Reads a body, which has been decompressed and is no larger than the gateway takes. Total and synchronous: bytes that
   * it cannot read are a refusal, and bounds are kept to before anything is built, so that a small body costs little.
   */
  decode(body: Uint8Array, request: ProtocolRequest, bounds: DecodeBounds): Decoded;
  /** Writes an answer in the protocol's own form; `disconnect` for clients that lose data on any answer but success. */
  encode(answer: Answer, request: ProtocolRequest): HttpAnswer | 'disconnect';
  /** What the OpenAPI document of the gateway says of it. */
  readonly document: ProtocolDocument;
  /** Answers OPTIONS on its paths, for protocols that ask before they send; without it they are refused. */
  preflight?(request: ProtocolRequest): HttpAnswer;
}

/** A JSON Schema by its media type; `{}` for what no JSON Schema describes. */
export type Contents = Readonly<Record<string, object>>;

export interface ProtocolDocument {
  readonly summary: string;
  /** Without one, whatever the media types of the protocol say. */
  readonly body: Contents;
  /** By status: what it means, and what is in it. Refusals are documented beside these. */
  readonly answers: Readonly<Record<number, { readonly description: string; readonly content?: Contents }>>;
  /** Of refusals, beside problem documents. */
  readonly refusals?: Contents;
}

interface ProtocolRoute {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
}

/** A request beside its body. The sender's address, user agent and credentials cannot be read from it. */
export interface ProtocolRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** All that may be used of the headers and the query: `header.x-cluster-id`, `query.site`. Made anew with every look. */
  readonly context: Context;
  /** The value of a header, by its name in lower case; undefined if there is none, or it is one that is withheld. */
  header(name: string): string | undefined;
}

export interface DecodeBounds {
  /** How many envelopes one request may hold. */
  readonly maxReports: number;
  /** How many records may be made of one request, whatever its protocol calls them. */
  readonly maxRecords: number;
  /** How large a body may be that is compressed within itself. */
  readonly maxBodyBytes: number;
}

export type Decoded = { readonly reports: readonly DecodedReport[]; readonly remarks?: Remarks } | Refusal;

/** What a protocol has found in a body, and needs again for its answer. */
export interface Remarks {
  /** How many items of its own each report stands for; one if absent. */
  readonly items?: readonly number[];
  /** A fixed text about what was ignored. */
  readonly warning?: string | undefined;
}

/** A result for each report, in their order, all accepted ones durable; or why there are none. */
export type Answer = { readonly results: readonly Result[]; readonly remarks?: Remarks | undefined } | Refusal;

/** The gateway adds `Content-Length`, `Cache-Control` and, to a refusal, the headers of its status (`Retry-After`). */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
