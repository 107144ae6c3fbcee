import { compile, type Removed } from '@heliograph/privacy';
import { type Channel, type Definition, type RawRecord, valueAt } from '@heliograph/schema';
import { contributionTo } from '@heliograph/schema/summaries';

/** Stands for what a keyed hash would be: the secret is the operator's, and no preview needs it. */
export const HASHED = '(keyed hash)';
const NO_RECORD = '0'.repeat(32);

interface Removal {
  /** A JSON pointer into the record as it was sent. */
  readonly path: string;
  readonly why: string;
}

/** What would become of one record that the gateway accepts. */
export interface RecordPreview {
  /** Why the sanitizer would drop it. */
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

/** Compiles a definition into the function that shows what would become of a record; it is the sanitizer's own code. */
export function compilePreview(definition: Definition): (raw: RawRecord) => RecordPreview {
  const sanitize = compile(definition, { system: () => HASHED, field: () => () => HASHED, record: () => NO_RECORD });
  return (raw) => {
    const clean = (payload: unknown) => sanitize({ ...raw, payload });
    const { observation, removed: overall } = sanitize(raw);
    const refused = observation === undefined ? 'personal data was found, and the definition says reject' : undefined;
    const leaves = leavesOf(raw.payload, []).map((leaf) => ({ leaf, ...judge(leaf, clean) }));
    const stays = refused === undefined ? leaves.filter(({ after }) => after !== undefined) : [];
    const removed = leaves.filter(({ after }) => after === undefined);
    const result = observation?.payload;
    return {
      refused,
      channel: raw.channel,
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
      public:
        result === undefined
          ? []
          : definition.summaries.map((summary) => ({
              name: summary.name,
              kind: summary.kind,
              ...contributionTo(summary, result),
            })),
    };
  };
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf({ segments }: Leaf): string {
  const escaped = segments.map((segment) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1'));
  return `/${escaped.join('/')}`;
}
