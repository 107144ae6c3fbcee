import type { DeadReason } from '@heliograph/schema';

/** What one record must look like wherever it is found after the gateway. */
export interface Expected {
  /** The id that the gateway derives: docs/adr/0006. */
  readonly rawId: string;
  /** What the sanitizer puts in its place, and what it is called from there on: docs/adr/0027. */
  readonly id: string;
  /**
   * Of all records with one claim exactly one is counted, the first that reaches the log, and again one that a system returns to
   * after another one (`latest-reports.ts`). It is the id of the first planned.
   */
  readonly claim: string;
  readonly application: string;
  readonly telemetryType: string;
  readonly channel: 'production' | 'development';
  readonly measurement: string;
  readonly systemKey: string;
  /** As sent. */
  readonly time: string;
  /** Undefined where no gateway believes `time`: then it counts for the moment of its arrival. */
  readonly observedAt: string | undefined;
  /** What is left of the payload, as canonical JSON. */
  readonly payload: string;
}

/** Why a record is planned to be a duplicate of its claim. */
export type Again = 'same id' | 'same content' | 'same window';

export interface PlannedEnvelope {
  /** `accepted`, or the error code that it has to be rejected with. */
  readonly answer: string;
  /** What it becomes where it is accepted; empty where it has to be rejected. */
  readonly records: readonly Expected[];
  readonly again?: Again;
}

/** The system that an erasure is about. */
export interface Subject {
  readonly application: string;
  /** Undefined for all of them. */
  readonly telemetryType?: string;
  readonly systemId: string;
  readonly systemKey: string;
}

export interface PlannedRequest {
  readonly index: number;
  readonly body: string;
  readonly contentType: string;
  /** Where the whole request has to be refused: the status. */
  readonly refusedWith?: number;
  /** Of an erasure: it has no envelopes. */
  readonly erases?: Subject;
  /** Not sent before the erasure that is this request has been answered, and never where it is not. */
  readonly after?: number;
  readonly envelopes: readonly PlannedEnvelope[];
}

/** Bytes that a broken producer writes into a topic, past the gateway. */
export interface Poison {
  readonly topic: 'raw' | 'sanitized' | 'observations';
  /** Written once this many requests have been begun. */
  readonly afterRequest: number;
  readonly key: string;
  readonly value: string;
  /** What it is found by: its `id` where it is JSON with one, else its text. */
  readonly name: string;
  readonly reason: DeadReason;
}

/** Everything that will be sent, and what each part of it must become. */
export interface Workload {
  readonly seed: string;
  readonly requests: readonly PlannedRequest[];
  readonly poison: readonly Poison[];
  /**
   * Sent last of all: so many systems that each partition gets some. A system stays in its partition, in order, so whatever
   * was accepted before them has come through where they have.
   */
  readonly sentinels: PlannedRequest;
}

/** Ids and pseudonyms, as the product derives them. */
export interface Identify {
  /** SHA-256 in hexadecimal. */
  hash(text: string): string;
  /** The pseudonyms of the running system, under its secret. */
  systemKey(application: string, value: string): string;
  field(application: string, telemetryType: string, pointer: string): (value: string) => string;
  record(id: string): string;
}
