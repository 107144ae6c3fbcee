import type { LoggerService } from '@nestjs/common';

/** The part of the service's logger that the portal needs, and the token that it is injected by. */
export abstract class Log {
  abstract debug(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}

/** Passes Nest's messages on to the service's logger; those about each route and module are for debugging. */
export function nestLogger(log: Log): LoggerService {
  const context = (parameters: readonly unknown[]) => ({ context: String(parameters.at(-1) ?? 'nest') });
  const debug = (message: unknown, ...rest: unknown[]) => log.debug(context(rest), String(message));
  const error = (message: unknown, ...rest: unknown[]) => log.error(context(rest), String(message));
  const warn = (message: unknown, ...rest: unknown[]) => log.warn(context(rest), String(message));
  return { log: debug, debug, verbose: debug, warn, error, fatal: error };
}
