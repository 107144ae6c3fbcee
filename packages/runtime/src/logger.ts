import { type Logger, pino } from 'pino';

/**
 * JSON lines on standard output, one event a line. Errors are reduced to name, code and stack: their other fields may
 * hold rows, lines or requests, and no payload or network address may reach a log.
 */
export function createLogger(service: string, version: string, level: string): Logger {
  const options = {
    level,
    base: { service, version },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
  };
  // Lines are few, and the last ones before an exit matter most: written later they could come in another order.
  return pino(options, pino.destination({ dest: 1, sync: true }));
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? { code: String(error.code) } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}
