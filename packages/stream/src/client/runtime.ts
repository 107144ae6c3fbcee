import type { Registry } from 'prom-client';

/** A logger in pino's calling convention: fields first, then the message. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Where a part says whether it can work; the readiness of the service is that of all its parts. */
interface Health {
  /** `part` works. */
  proven(part: string): void;
  /** `part` does not work, or not yet; `why` is shown by /readyz. */
  waiting(part: string, why: string): void;
  /** An operator should look at `about`; the service stays as ready as it is. */
  warn(about: string, why: string): void;
  unwarn(about: string): void;
}

/** What the loop needs of the process it runs in. */
export interface Runtime {
  readonly log: Log;
  readonly health: Health;
  readonly registry: Registry;
  /** Ends the process because of a bug or an unknown state: nothing after this call is processed. */
  fail(error: unknown): void;
}
