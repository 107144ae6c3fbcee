/** A record as it stands in a topic. */
export interface LogEntry {
  /** Topic id, partition and offset: `raw/3/127`. */
  readonly at: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The `id` of its JSON; the text itself where there is none. */
  readonly name: string;
  /** Empty where it is no record of ours. */
  readonly receivedAt: string;
}

/** A request of a system's owner as it stands in a topic. Its name is its receipt. */
export interface RequestEntry extends LogEntry {
  readonly kind: string;
  readonly application: string;
  /** Empty for all of them. */
  readonly telemetryType: string;
  /** The system's id in `raw`; from there on its keys, joined by spaces. */
  readonly system: string;
}

/** What a store says of a request that it has carried out. */
export interface ReceiptSeen {
  readonly receipt: string;
  readonly store: string;
  readonly kind: string;
  readonly receivedAt: string;
}

/** An observation, wherever it was found. */
export interface Seen {
  /** `observations/3/127`, or the store. */
  readonly at: string;
  readonly name: string;
  readonly application: string;
  readonly telemetryType: string;
  readonly schemaVersion: number;
  readonly channel: string;
  readonly systemKey: string;
  readonly time: string;
  /** ISO 8601 in UTC with milliseconds, as is `receivedAt`. */
  readonly observedAt: string;
  readonly receivedAt: string;
  readonly day: string;
  readonly clockClamped: boolean;
  /** Canonical JSON. */
  readonly payload: string;
}

/** The last word of a place about one system. */
export interface SystemSeen {
  readonly at: string;
  /** `application/telemetry type/system key`; in the summarizer's table with channel and day after it. */
  readonly system: string;
  /** Of its latest observation; empty for a tombstone. */
  readonly name: string;
  readonly observedAt: string;
  readonly firstSeen?: string;
}

/** A day on which a system was active. */
export interface ActiveDay {
  /** `application/telemetry type/system key/channel/day`. */
  readonly system: string;
}

export interface PointSeen {
  readonly measurement: string;
  readonly systemKey: string;
  /** Nanoseconds since the epoch. */
  readonly timeNs: string;
  /** All tags and fields but the time, as canonical JSON. */
  readonly columns: string;
}

export interface DeadLetterSeen {
  readonly at: string;
  /** Where the original stands: `raw/3/127`. */
  readonly origin: string;
  readonly stage: string;
  readonly reason: string;
  /** The bytes as text. */
  readonly value: string;
}

/** All that the stores and topics hold at the end of a run. */
export interface Evidence {
  /** As the logs after it without requests, which stand in lists of their own. */
  readonly raw: readonly LogEntry[];
  readonly sanitized: readonly LogEntry[];
  /** All of the topic, what is no observation included. */
  readonly observationLog: readonly LogEntry[];
  readonly observations: readonly Seen[];
  /** The last record of each key of the topic. */
  readonly systems: readonly SystemSeen[];
  readonly dead: readonly DeadLetterSeen[];
  readonly rows: readonly Seen[];
  readonly systemRows: readonly SystemSeen[];
  /** The summarizer's latest observation of each system on each day. */
  readonly latestRows: readonly SystemSeen[];
  /** What weeks and months are counted from: the days of `summary.months`. */
  readonly activeDays: readonly ActiveDay[];
  readonly points: readonly PointSeen[];
  readonly rawRequests: readonly RequestEntry[];
  readonly sanitizedRequests: readonly RequestEntry[];
  readonly observedRequests: readonly RequestEntry[];
  /** The topic of that name. */
  readonly erasures: readonly RequestEntry[];
  readonly receipts: readonly ReceiptSeen[];
  /** What dedup says that it has dropped; only where none of its processes was restarted. */
  readonly countedDuplicates?: number;
}
