import type { TracedFinding, Verdict } from './account.ts';
import { FINDING_KINDS } from './finding.ts';
import type { Ledger } from './ledger.ts';

export interface ScenarioResult {
  readonly scenario: string;
  readonly ledger: Ledger;
  readonly verdict: Verdict;
  /** What was done to the system, and how often. */
  readonly faults?: ReadonlyMap<string, number>;
  readonly durationMs: number;
}

const COLUMNS = [
  'scenario',
  'seed',
  'accepted',
  'stored',
  'duplicates',
  'erased',
  'dead',
  'rejected',
  'unanswered',
  'erasures',
  'answers',
  'faults',
  'lost',
  'doubled',
  'left',
  'unexplained',
  'seconds',
] as const;
const EXAMPLES = 10;

/** A table in Markdown: one line a scenario. */
export function table(results: readonly ScenarioResult[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(COLUMNS), line(COLUMNS.map(() => '---')), ...results.map((result) => line(cellsOf(result)))].join('\n');
}

/** One line of the table, without the border. */
function cellsOf({ scenario, ledger, verdict, faults = new Map(), durationMs }: ScenarioResult): (string | number)[] {
  const { accepted, stored, duplicates, erased, dead, rejected, unanswered, erasures } = verdict;
  return [
    scenario,
    ledger.workload.seed,
    ...[accepted, stored, duplicates, erased, dead, rejected, unanswered, erasures],
    counted([...ledger.answers.outcomes].toSorted(([a], [b]) => String(a).localeCompare(String(b)))),
    counted([...faults]),
    ...FINDING_KINDS.map((kind) => verdict[kind].length),
    (durationMs / 1000).toFixed(0),
  ];
}

const counted = (entries: readonly (readonly [number | string, number])[]) =>
  entries.map(([what, n]) => `${what}: ${n}`).join(', ') || 'none';

/** Up to ten findings of each kind with all that is known about each; empty where nothing was found. */
export function examples({ verdict }: ScenarioResult): string {
  return FINDING_KINDS.flatMap((kind) => {
    const found = verdict[kind];
    if (found.length === 0) return [];
    return [`${kind}: ${found.length}`, ...found.slice(0, EXAMPLES).map(describe)];
  }).join('\n');
}

function describe({ what, name, trace }: TracedFinding): string {
  return [`  ${name === '' ? '' : `${name}: `}${what}`, ...trace.map((line) => `    ${line}`)].join('\n');
}
