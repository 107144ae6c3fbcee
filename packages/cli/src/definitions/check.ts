import type { DefinitionFile, DefinitionFolder, Path, Place, Problem } from '@heliograph/definitions';
import { findLeaks, type LeakWay, largestRecordBytes } from '@heliograph/privacy';
import {
  type Change,
  compareDefinitions,
  type Definition,
  daysUntil,
  EXPIRY_WARNING_DAYS,
  measurementsOf,
  shapeConflicts,
} from '@heliograph/schema';
import { createMender } from './mend.ts';
import { editText } from './migrate.ts';
import { askedBy, emptyAnswers } from './review.ts';

/** An `error` makes a definition unfit; a `warning` is for somebody to look at. */
export interface Finding extends Problem {
  readonly severity: 'error' | 'warning';
  /** How it can be mended, where that is more than the message says. */
  readonly mend: string | undefined;
}

/** A change against the previous version, and where it stands now. */
export interface PlacedChange extends Change {
  readonly file: string;
  readonly place: Place | undefined;
}

export interface CheckReport {
  readonly definitions: number;
  readonly findings: readonly Finding[];
  readonly changes: readonly PlacedChange[];
}

/**
 * Checks the definitions of a folder: what is wrong with the files, personal data that comes out, answers that say nothing,
 * and, against a previous version, changes that lack a new schema_version or approval, or that InfluxDB could not take. `today`
 * is a UTC day.
 */
export function checkDefinitions(now: DefinitionFolder, today: string, before?: DefinitionFolder): CheckReport {
  const mend = createMender();
  const unreadable = now.problems.map(
    (problem): Finding => ({ ...problem, severity: 'error', mend: mend(problem.path) }),
  );
  const judged = now.files.flatMap((file) => [
    ...leaksOf(file),
    ...sizesOf(file),
    ...answersOf(file),
    ...groupsOf(file),
    ...datesOf(file, today),
  ]);
  const compared = before === undefined ? { findings: [], changes: [] } : compareFolders(now, before);
  return {
    definitions: now.files.length,
    findings: [...unreadable, ...judged, ...compared.findings],
    changes: compared.changes,
  };
}

function finding(
  { file, placeOf }: Pick<DefinitionFile, 'file' | 'placeOf'>,
  severity: Finding['severity'],
  path: Path,
  message: string,
  mend?: string,
): Finding {
  return { file, place: placeOf(path), path, severity, message, mend };
}

const WAYS: Readonly<Record<LeakWay, readonly [Finding['severity'], string]>> = {
  value: [
    'error',
    'Hash it or drop it, or give it a type that cannot hold it: an enum with otherwise, a version, a bucket.',
  ],
  number: [
    'error',
    'Give it a max below 10000000, or a bucket; or name it under review.large_numbers and say what it counts.',
  ],
  key: ['error', 'List the keys that may be kept.'],
  unregistered: ['error', 'This is a fault of Heliograph; please report it.'],
  system_id: [
    'warning',
    'Say system_key: hash, unless the ids are random and their owners know that they are published.',
  ],
  written: ['warning', 'It stands in the definition itself and is kept because of that: is it meant?'],
};

/** The standard test of personal data. */
function leaksOf(file: DefinitionFile): Finding[] {
  const { definition } = file;
  const grouped = Map.groupBy(findLeaks(definition), ({ pointer, way }) => `${way} ${pointer}`);
  return [...grouped.values()].flatMap((leaks) => {
    const [first] = leaks;
    if (first === undefined) return [];
    const [severity, mend] = WAYS[first.way];
    const path = first.way === 'system_id' ? ['record', 'system_key'] : ['fields', first.pointer];
    const kinds = leaks.map(({ kind }) => kind).join(', ');
    return [finding(file, severity, path, `lets personal data through (${first.way}): ${kinds}`, mend)];
  });
}

/** What the log takes of one record, with room for the headers of a dead letter. */
const LARGEST_RECORD_BYTES = 900_000;

function sizesOf(file: DefinitionFile): Finding[] {
  const largest = largestRecordBytes(file.definition);
  if (largest <= LARGEST_RECORD_BYTES) return [];
  const message = `can grow to ${largest} bytes when it is sanitised; the log takes ${LARGEST_RECORD_BYTES}`;
  const mend = 'Give it a smaller max_bytes, or its maps keys, or what is hashed or has an otherwise fewer places.';
  return [finding(file, 'error', ['record', 'max_bytes'], `a record ${message}`, mend)];
}

function answersOf(file: DefinitionFile): Finding[] {
  return emptyAnswers(file.definition.review).map(({ question, message }) =>
    finding(file, 'error', ['review', question], message, `The public will read the answer to: ${askedBy(question)}`),
  );
}

/** Fewer may know each other, and what the rest of them has. */
const SMALLEST_GROUP = 5;

function groupsOf(file: DefinitionFile): Finding[] {
  const { minimum_systems: minimum } = file.definition.publish;
  if (minimum >= SMALLEST_GROUP) return [];
  const mend = `Say ${SMALLEST_GROUP} or more, unless there are so few systems that nothing else can be shown.`;
  return [finding(file, 'warning', ['publish', 'minimum_systems'], 'lets the public see very small groups', mend)];
}

function datesOf(file: DefinitionFile, today: string): Finding[] {
  const { status, expires, approval } = file.definition;
  if (status !== 'approved') return [];
  const days = daysUntil(expires, Date.parse(today));
  const mend = 'Review it again, then set a later day and a new approval; or retire it.';
  return [
    ...(days <= 0 ? [finding(file, 'error', ['expires'], 'has expired: nothing is taken in', mend)] : []),
    ...(days > 0 && days <= EXPIRY_WARNING_DAYS
      ? [finding(file, 'warning', ['expires'], `ends in ${days} ${days === 1 ? 'day' : 'days'}`, mend)]
      : []),
    ...(approval !== undefined && approval.on > today
      ? [finding(file, 'error', ['approval', 'on'], 'lies in the future', 'It is the day on which it was approved.')]
      : []),
  ];
}

const nothingBefore: Finding = {
  file: 'previous',
  place: undefined,
  path: [],
  severity: 'warning',
  message: 'there were no definitions, so nothing was compared',
  mend: 'That is right where these are the first ones; otherwise look for the folder of that time.',
};

const subjectOf = ({ application, telemetry_type }: Definition) => `${application}/${telemetry_type}`;

function compareFolders(now: DefinitionFolder, before: DefinitionFolder): Pick<CheckReport, 'findings' | 'changes'> {
  const findings: Finding[] = before.problems.map((problem) => ({
    ...problem,
    file: `previous ${problem.file}`,
    severity: 'warning',
    mend: 'What the previous version says is not valid today, so nothing was compared with it.',
  }));
  if (before.files.length === 0 && before.problems.length === 0) findings.push(nothingBefore);
  const changes: PlacedChange[] = [];
  const taken = [...now.files, ...before.files].flatMap(({ definition }) => measurementsOf(definition));
  for (const was of before.files) {
    const subject = subjectOf(was.definition);
    const is = now.files.find(({ definition }) => subjectOf(definition) === subject);
    if (is !== undefined) {
      const found = compareDefinitions(was.definition, is.definition);
      changes.push(...found.map((change) => ({ ...change, file: is.file, place: is.placeOf(change.path) })));
      findings.push(...missingPromises(was.definition, is, found), ...shapeFindings(was.definition, is, taken));
    } else if (was.definition.status !== 'draft' && !now.problems.some(({ file }) => file === was.file)) {
      const nowhere = { file: was.file, placeOf: () => undefined };
      const mend = 'Keep the file with status: retired, so that the public can read what was collected.';
      findings.push(finding(nowhere, 'error', [], `${subject} is not defined any more`, mend));
    }
  }
  return { findings, changes };
}

/** What of a change InfluxDB could not take, each with what would have to be written instead. */
function shapeFindings(was: Definition, is: DefinitionFile, taken: readonly string[]): Finding[] {
  return shapeConflicts(was, is.definition, taken).map(({ path, message, edits }) =>
    finding(is, 'error', path, message, `Write ${edits.map(editText).join(' and ')}; definitions migrate does.`),
  );
}

/** What must come with a change and did not. */
function missingPromises(was: Definition, file: DefinitionFile, changes: readonly Change[]): Finding[] {
  const { definition: is } = file;
  const breaking = changes.filter(({ effect }) => effect === 'breaking').length;
  const asking = changes.filter(({ effect }) => effect !== 'compatible').length;
  const isUnapproved = is.status === 'approved' && !isNewer(is.approval, was.approval);
  return [
    ...(is.schema_version < was.schema_version
      ? [finding(file, 'error', ['schema_version'], `went back from ${was.schema_version}`, 'Versions only go up.')]
      : []),
    ...(breaking > 0 && is.schema_version === was.schema_version
      ? [
          finding(
            file,
            'error',
            ['schema_version'],
            `is still ${was.schema_version} after ${breaking} breaking change${breaking === 1 ? '' : 's'}`,
            `Set it to ${was.schema_version + 1}, or take the changes back.`,
          ),
        ]
      : []),
    ...(asking > 0 && isUnapproved
      ? [
          finding(
            file,
            'error',
            ['approval', 'on'],
            `is still the approval of ${was.approval?.on}, when what is changed now was not there to approve`,
            'Have it approved anew and write down the day and the reference, or set status: draft.',
          ),
        ]
      : []),
  ];
}

/** Later, or on the same day by another decision. */
function isNewer(now: Definition['approval'], before: Definition['approval']): boolean {
  if (before === undefined) return true;
  if (now === undefined || now.on < before.on) return false;
  return now.on > before.on || now.reference !== before.reference;
}
