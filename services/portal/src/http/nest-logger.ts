import type { LoggerService } from '@nestjs/common';

/** What is needed of the service's logger. */
export interface Log {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Passes what Nest says on to the service's logger; its reports of each route and module are for debugging. */
export function nestLogger(log: Log): LoggerService {
  const context = (parameters: readonly unknown[]) => ({ context: String(parameters.at(-1) ?? 'nest') });
  return {
    log: (message: unknown, ...rest: unknown[]) => log.debug(context(rest), String(message)),
    debug: (message: unknown, ...rest: unknown[]) => log.debug(context(rest), String(message)),
    verbose: (message: unknown, ...rest: unknown[]) => log.debug(context(rest), String(message)),
    warn: (message: unknown, ...rest: unknown[]) => log.warn(context(rest), String(message)),
    error: (message: unknown, ...rest: unknown[]) => log.error(context(rest), String(message)),
    fatal: (message: unknown, ...rest: unknown[]) => log.error(context(rest), String(message)),
  };
}
