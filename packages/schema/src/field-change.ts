import { type Field, reductionsOf } from './field.ts';

/**
 * What a change asks for. `compatible`: nothing. `extends`: more is taken, kept or shown than was approved, so a new
 * approval. `breaking`: what people were promised or readers rely on is gone, so a new schema_version and a new approval.
 */
export type ChangeEffect = 'compatible' | 'extends' | 'breaking';

export interface Change {
  /** Where it stands in the definition: in the new one, or in the old one where it was removed. */
  readonly path: readonly (string | number)[];
  readonly effect: ChangeEffect;
  readonly message: string;
}

type Fields = Readonly<Record<string, Field>>;
type Judged = readonly [ChangeEffect, string];

/** From what keeps all to what keeps nothing. */
const STRENGTH = { keep: 0, hash: 1, drop: 2 } as const;

/** How the fields of a definition differ from those of its predecessor. */
export function compareFields(before: Fields, after: Fields): Change[] {
  const removed = Object.keys(before)
    .filter((pointer) => after[pointer] === undefined)
    .map((pointer): Change => ({ path: ['fields', pointer], effect: 'breaking', message: `${pointer} was removed` }));
  const others = Object.entries(after).flatMap(([pointer, field]) =>
    judgeField(before[pointer], field).map(
      ([effect, message]): Change => ({ path: ['fields', pointer], effect, message: `${pointer} ${message}` }),
    ),
  );
  return [...removed, ...others];
}

function judgeField(before: Field | undefined, after: Field): Judged[] {
  if (before === undefined)
    return [after.sanitise === 'drop' ? ['compatible', 'is known, and not kept'] : ['extends', 'is collected as well']];
  if (before.type !== after.type) return [judgeType(before.type, after.type), ...judgeRules(before, after)];
  return judgeRules(before, after);
}

function judgeType(before: Field['type'], after: Field['type']): Judged {
  if (before === 'integer' && after === 'number') return ['extends', 'takes fractions as well'];
  if (before === 'number' && after === 'integer') return ['breaking', 'is narrower: fractions are not taken any more'];
  return ['breaking', `is ${after}, not ${before}`];
}

function judgeRules(before: Field, after: Field): Judged[] {
  return [
    ...judgeSanitiser(before, after),
    ...judgeReductions(before, after),
    ...judgeRoom('null', Number(before.nullable), Number(after.nullable)),
    ...judgeRoom('numbers below min', -(bound(before, 'min') ?? -Infinity), -(bound(after, 'min') ?? -Infinity)),
    ...judgeRoom('numbers above max', bound(before, 'max') ?? Infinity, bound(after, 'max') ?? Infinity),
    ...judgeTexts(before, after),
    ...judgeSet('the keys', before.keys, after.keys),
    ...judgeValues(before, after),
  ];
}

function judgeSanitiser({ sanitise: before }: Field, { sanitise: after }: Field): Judged[] {
  if (before === after) return [];
  const strength = STRENGTH[after] < STRENGTH[before] ? 'weaker' : 'stronger';
  return [['breaking', `has a ${strength} sanitiser: ${after}, not ${before}`]];
}

/** Other values come out, whether they say more or less: readers cannot take one for the other. */
function judgeReductions(before: Field, after: Field): Judged[] {
  return [...new Set([...reductionsOf(before), ...reductionsOf(after)])].flatMap((rule): Judged[] => {
    const [was, is] = [ruleOf(before, rule), ruleOf(after, rule)];
    if (was === is) return [];
    if (is === undefined) return [['breaking', `has a weaker sanitiser: no ${rule} any more`]];
    if (was === undefined) return [['breaking', `says less than before: ${rule} is ${is}`]];
    return [['breaking', `has another ${rule}: ${is}, not ${was}`]];
  });
}

const ruleOf = (field: Field, rule: string) => JSON.stringify((field as Record<string, unknown>)[rule]);

function bound(field: Field, key: 'min' | 'max'): number | undefined {
  return field.type === 'integer' || field.type === 'number' ? field[key] : undefined;
}

function judgeRoom(what: string, before: number, after: number): Judged[] {
  if (before === after) return [];
  return [after > before ? ['extends', `takes ${what} that it did not`] : ['breaking', `is narrower: fewer ${what}`]];
}

function judgeTexts(before: Field, after: Field): Judged[] {
  if (before.type !== 'string' || after.type !== 'string') return [];
  const cuts = ({ too_long }: typeof before) => Number(too_long === 'cut');
  return [
    ...judgeRoom('longer texts', before.max_length, after.max_length),
    ...judgeRoom('texts that are cut', cuts(before), cuts(after)),
  ];
}

function judgeValues(before: Field, after: Field): Judged[] {
  if (before.type !== 'enum' || after.type !== 'enum') return [];
  const values = judgeSet('the values', before.values, after.values);
  if (before.otherwise === after.otherwise) return values;
  if (before.otherwise === undefined) return [...values, ['extends', 'counts other texts as well']];
  return [...values, ['breaking', `has another otherwise: ${after.otherwise ?? 'none'}, not ${before.otherwise}`]];
}

/** A set of words, where none listed means that all are taken. */
function judgeSet(name: string, before: readonly string[] | undefined, after: readonly string[] | undefined): Judged[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [['breaking', `is narrower: only ${name} ${after?.join(', ')}`]];
  if (after === undefined) return [['breaking', `has a weaker sanitiser: ${name} are not listed any more`]];
  const lost = before.filter((word) => !after.includes(word));
  const won = after.filter((word) => !before.includes(word));
  return [
    ...(lost.length > 0 ? [['breaking', `is narrower: ${name} without ${lost.join(', ')}`] as const] : []),
    ...(won.length > 0 ? [['extends', `takes more: ${name} with ${won.join(', ')}`] as const] : []),
  ];
}
