const VARIABLE = 'HELIOGRAPH_PROPERTY_RUNS';

/** How many times the budget of `npm test` each property is run: a positive number, 1 by default. */
export const propertyFactor = factorOf(process.env[VARIABLE]);

/** The number of runs of a property that gets `base` of them in `npm test`; HELIOGRAPH_PROPERTY_RUNS multiplies it. */
export function propertyRuns(base: number): number {
  return Math.ceil(base * propertyFactor);
}

/** Throws if the text is no positive number. */
export function factorOf(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  const factor = Number(text);
  if (!(factor > 0 && Number.isFinite(factor))) throw new Error(`${VARIABLE} is "${text}"; it takes a positive number`);
  return factor;
}
