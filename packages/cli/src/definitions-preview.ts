import { BARE_RECORD, compile, type Removed } from '@heliograph/privacy';
import {
  type Channel,
  compileChannel,
  type Definition,
  pointerSegments,
  SourceEnvelope,
  SystemId,
  valueAt,
} from '@heliograph/schema';

/** Stands for what a keyed hash would be: the secret is the operator's, and no preview needs it. */
export const HASHED = '(keyed hash)';

export interface Removal {
  /** A JSON pointer into the record as it was sent. */
  readonly path: string;
  readonly why: string;
}

/** What would become of one record of a sample. */
export interface RecordPreview {
  /** Why the gateway or the sanitizer would not take it at all. */
  readonly refused: string | undefined;
  /** Whose figures it counts for. */
  readonly channel: Channel;
  readonly kept: readonly { readonly path: string; readonly value: unknown }[];
  readonly changed: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  readonly removed: readonly Removal[];
  /** What would be stored. */
  readonly result: Readonly<Record<string, unknown>> | undefined;
  readonly public: readonly PublicFigure[];
}

/** One summary, and what of this record it would count; none where it would leave the record out. */
export interface PublicFigure {
  readonly name: string;
  readonly kind: Definition['summaries'][number]['kind'];
  readonly counts: readonly unknown[];
  readonly levels: readonly string[];
}

/** The records of a sample, which is an envelope or a bare payload. Throws an Error that says why it is neither. */
export function recordsOf(definition: Definition, sample: unknown): unknown[] {
  const payload =
    isObject(sample) && 'payload' in sample && 'application' in sample ? openEnvelope(definition, sample) : sample;
  if (!definition.record.each_element) return [payload];
  if (!Array.isArray(payload)) throw new Error('the payload is no list, and the definition says each_element: true');
  return payload;
}

function openEnvelope({ application, telemetry_type }: Definition, sample: object): unknown {
  const { success, data, error } = SourceEnvelope.safeParse(sample);
  if (!success)
    throw new Error(
      `the sample is no envelope: ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  if (data.application !== application || data.telemetry_type !== telemetry_type)
    throw new Error(
      `the sample is of ${data.application}/${data.telemetry_type}, the definition of ${application}/${telemetry_type}`,
    );
  return data.payload;
}

/** Compiles a definition into the function that shows what would become of a record; it is the sanitizer's own code. */
export function compilePreview(definition: Definition): (record: unknown) => RecordPreview {
  const sanitize = compile(definition, () => HASHED);
  const channelOf = compileChannel(definition);
  const clean = (payload: unknown) => sanitize({ ...BARE_RECORD, payload });
  return (record) => {
    const { observation, removed: overall } = clean(record);
    const rejected = observation === undefined ? 'personal data was found, and the definition says reject' : undefined;
    const refused = refusalOf(definition, record) ?? rejected;
    const leaves = leavesOf(record, []).map((leaf) => ({ leaf, ...judge(leaf, clean) }));
    const stays = refused === undefined ? leaves.filter(({ after }) => after !== undefined) : [];
    const removed = leaves.filter(({ after }) => after === undefined);
    const result = refused === undefined ? observation?.payload : undefined;
    return {
      refused,
      channel: isObject(record) ? channelOf(record) : 'production',
      kept: stays.flatMap(({ leaf, after }) => (after === leaf.value ? [{ path: pathOf(leaf), value: after }] : [])),
      changed: stays.flatMap(({ leaf, after }) =>
        after === leaf.value ? [] : [{ path: pathOf(leaf), before: leaf.value, after }],
      ),
      removed: [
        ...removed.map(({ leaf, removed: what }) => ({ path: pathOf(leaf), why: whyRemoved(definition, what) })),
        ...tooMany(
          overall,
          leaves.map(({ removed: what }) => what),
        ),
      ],
      result,
      public: result === undefined ? [] : definition.summaries.map((summary) => figureOf(summary, result)),
    };
  };
}

function refusalOf({ record: { system_id } }: Definition, record: unknown): string | undefined {
  if (!isObject(record)) return 'a record is an object';
  const given = valueAt(record, pointerSegments(system_id));
  if (given === undefined || given === null) return `there is no system id at ${system_id}`;
  return SystemId.safeParse(given).success ? undefined : `what stands at ${system_id} is no system id`;
}

interface Leaf {
  /** Names of objects, and numbers of elements. */
  readonly segments: readonly (string | number)[];
  readonly value: unknown;
}

/** All values of a document that hold no others. */
function leavesOf(value: unknown, segments: Leaf['segments']): Leaf[] {
  const children = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  if (children.length === 0) return [{ segments, value }];
  return children.flatMap(([segment, child]) => leavesOf(child, [...segments, segment]));
}

/** What becomes of one value where it is the only one that is sent. Elements of arrays have no names to be told apart by. */
function judge({ segments, value }: Leaf, clean: (payload: unknown) => ReturnType<ReturnType<typeof compile>>) {
  const alone = segments.reduceRight<unknown>(
    (inner, segment) => (typeof segment === 'number' ? [inner] : Object.fromEntries([[segment, inner]])),
    value,
  );
  const { observation, removed } = clean(alone);
  const path = segments.map((segment) => (typeof segment === 'number' ? '0' : segment));
  return { after: observation === undefined ? undefined : valueAt(observation.payload, path), removed };
}

function whyRemoved(
  { fields, personal_data_found }: Definition,
  { unregistered, misfit, personalData }: Removed,
): string {
  if (personalData.length > 0) {
    const kinds = [...new Set(personalData.map(({ kind }) => kind))].join(', ');
    return `personal data: ${kinds}${personal_data_found === 'reject' ? '; the whole report is dropped' : ''}`;
  }
  if (unregistered.length > 0) return 'is not among the fields';
  const [pointer] = misfit;
  if (pointer === undefined) return 'sanitise: drop';
  const type = fields[pointer]?.type;
  return type === undefined ? `does not fit ${pointer}` : `does not fit ${pointer}, which takes ${type}`;
}

/** Of a map or an array only so many entries are kept: what each alone would not show. */
function tooMany(overall: Removed, alone: readonly Removed[]): Removal[] {
  const expected = alone.reduce((sum, { misfit }) => sum + misfit.length, 0);
  if (overall.misfit.length <= expected) return [];
  const [last = '/'] = overall.misfit.filter((pointer) => pointer.endsWith('/*'));
  return [{ path: last, why: `${overall.misfit.length - expected} entries beyond the most that are kept` }];
}

function figureOf(summary: Definition['summaries'][number], result: unknown): PublicFigure {
  const { name, kind } = summary;
  const at = (pointer: string) => valuesAt(result, pointerSegments(pointer));
  switch (summary.kind) {
    case 'systems':
    case 'age':
      return { name, kind, counts: [1], levels: [] };
    case 'share':
      return { name, kind, counts: at(summary.field), levels: summary.levels ?? [] };
    case 'statistics':
      return { name, kind, counts: at(summary.field), levels: [] };
    case 'cross': {
      const [[row], [column]] = [at(summary.rows), at(summary.columns)];
      const levels = [summary.row_level, summary.column_level].filter((level) => level !== undefined);
      const counts = row === undefined || column === undefined ? [] : [`${String(row)} with ${String(column)}`];
      return { name, kind, counts, levels };
    }
    default:
      return summary satisfies never;
  }
}

/** All values at a pointer, by key where it has a `*`; a null says that the source does not know, and counts for nothing. */
function valuesAt(value: unknown, [segment, ...rest]: readonly string[]): unknown[] {
  if (segment === undefined) return value === undefined || value === null ? [] : [value];
  if (Array.isArray(value)) return segment === '*' ? [...new Set(value.flatMap((one) => valuesAt(one, rest)))] : [];
  if (!isObject(value)) return [];
  if (segment !== '*') return Object.hasOwn(value, segment) ? valuesAt(value[segment], rest) : [];
  return Object.entries(value).flatMap(([key, child]) => valuesAt(child, rest).map((one) => `${key}: ${String(one)}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf({ segments }: Leaf): string {
  const escaped = segments.map((segment) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1'));
  return `/${escaped.join('/')}`;
}
