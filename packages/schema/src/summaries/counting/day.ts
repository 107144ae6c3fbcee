/** Runs one statement in the transaction that counts: all statements see the store at one moment. */
export type RunQuery = <Row>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

export interface SourceKey {
  readonly application: string;
  readonly telemetry_type: string;
  readonly channel: string;
}

export interface DayKey extends SourceKey {
  /** YYYY-MM-DD, a UTC day. */
  readonly day: string;
}

/** The reports `l` of a day, by the parameters $1 to $4. */
export const OF_DAY = 'l.day = $1 AND l.application = $2 AND l.telemetry_type = $3 AND l.channel = $4';

/** The parameters $1 to $4. */
export type DayParameters = readonly [day: string, application: string, telemetryType: string, channel: string];

export const dayParameters = ({ day, application, telemetry_type, channel }: DayKey): DayParameters => [
  day,
  application,
  telemetry_type,
  channel,
];
