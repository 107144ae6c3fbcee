import { Observation, type Register, utcDay } from '@heliograph/schema';

/** Thrown for a line that is no observation of a day that has been; the message begins with the number of the line. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

/**
 * Reads one line of a history: an observation as it stands in the topic `observations`, of a source that has a definition.
 * `number` counts from 1, `nowMs` is the clock. Throws a HistoryError.
 */
export function readLine(text: string, number: number, register: Register, nowMs: number): Observation {
  const refuse = (why: string) => new HistoryError(`line ${number}: ${why}`);
  const parsed = Observation.safeParse(parseJson(text) ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(`not an observation: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { application, telemetry_type, day, observed_at } = parsed.data;
  if (register.find(application, telemetry_type) === undefined)
    throw refuse(`no definition of ${application}/${telemetry_type}`);
  if (utcDay(Date.parse(observed_at)) !== day) throw refuse(`${observed_at} is not on ${day}`);
  if (Date.parse(observed_at) > nowMs) throw refuse(`${observed_at} is yet to come`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
