import type { PlannedRequest } from './expectation.ts';

/** What a source was told about one envelope in the end. Without an answer it may be in the log, or may not. */
export type Told = 'acknowledged' | 'refused' | 'unanswered';

/** One attempt to send a request. */
export interface Attempt {
  readonly request: number;
  readonly gateway: string;
  /** The status of the answer, or what went wrong instead of one. */
  readonly outcome: number | string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly tookMs: number;
}

interface Result {
  readonly status?: unknown;
  readonly records?: unknown;
  readonly error?: { readonly code?: unknown };
}

/** What an answer is worth: it settles the request, or asks for another attempt; `faults` is what it should not have said. */
export interface Reading {
  readonly settled: boolean;
  readonly told: readonly Told[];
  readonly faults: readonly string[];
  /** Under which an erasure was accepted. */
  readonly erasureId?: string;
}

const RETRY = [429, 503];
/** With which of them a request comes back depends on how many of its envelopes were accepted. */
const WITH_RESULTS = [202, 207, 422];
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Compares an answer with what the request was planned to get. Pure. */
export function readAnswer(request: PlannedRequest, status: number, body: string): Reading {
  const { envelopes, refusedWith } = request;
  const unanswered = envelopes.map((): Told => 'unanswered');
  if (RETRY.includes(status)) return { settled: false, told: unanswered, faults: [] };
  if (request.erases !== undefined) return readErasureAnswer(status, body);
  if (refusedWith !== undefined) {
    const faults = status === refusedWith ? [] : [`answered ${status}; it has to be refused with ${refusedWith}`];
    return { settled: true, told: [], faults };
  }
  if (!WITH_RESULTS.includes(status))
    return { settled: true, told: unanswered, faults: [`answered ${status}: ${body.slice(0, 200)}`] };
  const results = resultsOf(body);
  if (results?.length !== envelopes.length)
    return { settled: true, told: unanswered, faults: [`answered ${status} without a result for each envelope`] };
  const told = results.map((result): Told => (result.status === 'accepted' ? 'acknowledged' : 'refused'));
  const faults = envelopes.flatMap((planned, i) => {
    const said = saidOf(results[i]);
    const wanted = planned.answer === 'accepted' ? `accepted ${planned.records.length}` : planned.answer;
    return said === wanted ? [] : [`envelope ${i} was answered "${said}"; it has to be "${wanted}"`];
  });
  const fitting = statusFor(told);
  if (status !== fitting) faults.push(`answered ${status}; these results come with ${fitting}`);
  return { settled: true, told, faults };
}

function readErasureAnswer(status: number, body: string): Reading {
  const said = parsed(body) as { id?: unknown; request?: unknown; status?: unknown } | undefined;
  const isAccepted = status === 202 && said?.request === 'erasure' && said.status === 'accepted';
  if (isAccepted && typeof said.id === 'string' && UUID.test(said.id))
    return { settled: true, told: [], faults: [], erasureId: said.id };
  return { settled: true, told: [], faults: [`an erasure was answered ${status}: ${body.slice(0, 200)}`] };
}

function saidOf(result: Result | undefined): string {
  return result?.status === 'accepted' ? `accepted ${result.records}` : String(result?.error?.code);
}

function statusFor(told: readonly Told[]): number {
  if (!told.includes('acknowledged')) return 422;
  return told.includes('refused') ? 207 : 202;
}

function resultsOf(body: string): readonly Result[] | undefined {
  const results = (parsed(body) as { results?: unknown } | undefined)?.results;
  return Array.isArray(results) ? (results as Result[]) : undefined;
}

function parsed(body: string): object | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

/** What was told about every request of a run; what has not been begun is not in it. */
export interface Answers {
  begin(request: PlannedRequest): void;
  attempted(attempt: Attempt): void;
  settle(request: PlannedRequest, reading: Reading): void;
  /** Whether the poison of that place in the plan is known to be written; false while it may be or not. */
  poison(place: number, written: boolean): void;
  /** By request and envelope; undefined where the request was never begun. */
  told(request: number, envelope: number): Told | undefined;
  /** Undefined where the request is no erasure, or nobody answered it. */
  erasureId(request: number): string | undefined;
  attemptsOf(request: number): number;
  /** Undefined where nobody tried to write it. */
  poisonWritten(place: number): boolean | undefined;
  /** Attempts that began in a time (ms since the epoch) and got no answer, as lines for people. */
  failuresBetween(fromMs: number, toMs: number): string[];
  /** Attempts by their outcome. */
  readonly outcomes: ReadonlyMap<number | string, number>;
  /** Answers that no request should ever get. */
  readonly faults: readonly string[];
}

export function createAnswers(): Answers {
  const told = new Map<number, readonly Told[]>();
  const attempts = new Map<number, number>();
  const erasureIds = new Map<number, string>();
  const written = new Map<number, boolean>();
  const outcomes = new Map<number | string, number>();
  const faults: string[] = [];
  const failed: Attempt[] = [];
  return {
    begin({ index, envelopes }) {
      told.set(
        index,
        envelopes.map(() => 'unanswered'),
      );
    },
    attempted(attempt) {
      const { request, outcome } = attempt;
      if (typeof outcome === 'string') failed.push(attempt);
      attempts.set(request, (attempts.get(request) ?? 0) + 1);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
    settle({ index }, reading) {
      told.set(index, reading.told);
      if (reading.erasureId !== undefined) erasureIds.set(index, reading.erasureId);
      for (const fault of reading.faults) faults.push(`request ${index}: ${fault}`);
    },
    poison: (place, isWritten) => void written.set(place, isWritten),
    told: (request, envelope) => told.get(request)?.[envelope],
    erasureId: (request) => erasureIds.get(request),
    attemptsOf: (request) => attempts.get(request) ?? 0,
    poisonWritten: (place) => written.get(place),
    failuresBetween: (fromMs, toMs) =>
      failed
        .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
        .map(
          ({ request, gateway, outcome, tookMs }) =>
            `${gateway} did not answer request ${request}: ${outcome} after ${tookMs} ms`,
        ),
    outcomes,
    faults,
  };
}
