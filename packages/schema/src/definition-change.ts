import type { Definition } from './definition.ts';
import { type Change, type ChangeEffect, compareFields } from './field-change.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

/** Says how a change from one value to another is to be taken; the values differ. */
type Judge<V> = (before: V, after: V) => readonly [ChangeEffect, string];

const span = (ms: number) => (ms % DAY_MS === 0 ? `${ms / DAY_MS}d` : `${ms / HOUR_MS}h`);
const shown = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

const words: Judge<unknown> = () => ['compatible', 'other words'];
const breaks =
  (why: string): Judge<unknown> =>
  (before, after) => ['breaking', `${shown(before)} became ${shown(after)}: ${why}`];

/** Of every part of a definition that is one value. What is not here is compared below, element by element. */
const PARTS: readonly { path: readonly string[]; of(definition: Definition): unknown; judge: Judge<never> }[] = [
  part(['title'], (d) => d.title, words),
  part(['owner'], (d) => d.owner, words),
  part(['review'], (d) => d.review, words),
  part(
    ['approval'],
    (d) => d.approval,
    () => ['compatible', 'approved anew'],
  ),
  part(
    ['status'],
    (d) => d.status,
    (before, after) => [after === 'approved' ? 'extends' : 'compatible', `${before} became ${after}`],
  ),
  part(
    ['expires'],
    (d) => d.expires,
    (before, after) =>
      after > before ? ['extends', `taken until ${after}, not ${before}`] : ['compatible', `ends earlier, on ${after}`],
  ),
  part(
    ['receive'],
    (d) => d.receive,
    (before, after) => [
      before === undefined ? 'extends' : 'breaking',
      `${shown(before)} became ${shown(after)}: clients reach it in another way`,
    ],
  ),
  part(['record', 'each_element'], (d) => d.record.each_element, breaks('payloads are read in another way')),
  part(['record', 'system_id'], (d) => d.record.system_id, breaks('every system becomes another one')),
  part(
    ['record', 'system_key'],
    (d) => d.record.system_key,
    (_, after) => [
      'breaking',
      after === 'keep'
        ? 'the system id is kept as it is; the sanitiser is weaker'
        : 'every system becomes another one, as its id is hashed',
    ],
  ),
  part(['record', 'time'], (d) => d.record.time, breaks('reports count for other days')),
  part(
    ['record', 'late_window'],
    (d) => d.record.late_window,
    (before, after) =>
      after > before
        ? ['compatible', `longer: ${span(after)}, not ${span(before)}; provision the topics again`]
        : ['breaking', `shorter: ${span(after)}, not ${span(before)}; late reports count for another day`],
  ),
  part(
    ['record', 'max_bytes'],
    (d) => d.record.max_bytes,
    (before, after) =>
      after > before
        ? ['extends', `larger records are taken: ${after} bytes, not ${before}`]
        : ['breaking', `larger records are rejected: ${after} bytes, not ${before}`],
  ),
  part(['channel'], (d) => d.channel, breaks('reports move from one channel to the other')),
  part(
    ['personal_data_found'],
    (d) => d.personal_data_found,
    (_, after) =>
      after === 'redact'
        ? ['breaking', 'weaker: a report with personal data is redacted where it was rejected']
        : ['compatible', 'stricter: a report with personal data is rejected'],
  ),
  part(['dedup', 'policy'], (d) => d.dedup.policy, breaks('other reports count as duplicates')),
  part(['influx', 'measurement'], (d) => d.influx.measurement, breaks('queries find nothing any more')),
  part(['influx', 'names'], (d) => d.influx.names, breaks('queries find values under other names')),
  ...(['former_measurements', 'former_fields', 'former_system_tags'] as const).map((key) =>
    part(
      ['influx', key],
      (d) => d.influx[key],
      () => ['compatible', 'other former names'] as const,
    ),
  ),
  part(
    ['publish', 'minimum_systems'],
    (d) => d.publish.minimum_systems,
    (before, after) =>
      after < before
        ? ['breaking', `${after}, not ${before}: the public sees smaller groups`]
        : ['compatible', `${after}, not ${before}: the public sees larger groups only`],
  ),
  part(
    ['publish', 'round_to'],
    (d) => d.publish.round_to,
    (before, after) =>
      after % before === 0
        ? ['compatible', `multiples of ${after}, not of ${before}: the public sees coarser numbers`]
        : ['breaking', `multiples of ${after}, not of ${before}: the public sees finer numbers`],
  ),
  part(
    ['erasure', 'refuse_for'],
    (d) => d.erasure.refuse_for ?? 0,
    (before, after) =>
      after > before
        ? ['compatible', `longer: ${span(after)}, not ${span(before)}; provision the topics again`]
        : ['breaking', `shorter: ${span(after)}, not ${span(before)}; a system that was erased is taken again sooner`],
  ),
  part(
    ['retention'],
    (d) => d.retention,
    (before, after) =>
      after > before
        ? ['breaking', `longer: kept for ${span(after)}, not ${span(before)}`]
        : ['compatible', `shorter: kept for ${span(after)}, not ${span(before)}`],
  ),
];

function part<V>(path: readonly string[], of: (definition: Definition) => V, judge: Judge<V>) {
  return { path, of, judge: judge as Judge<never> };
}

/**
 * How one definition differs from its predecessor (same application, same telemetry type), part by part. A draft never took
 * in data and promised nothing: after one everything is compatible, except that it takes in data from now on.
 */
export function compareDefinitions(before: Definition, after: Definition): Change[] {
  const parts = PARTS.flatMap(({ path, of, judge }): Change[] => {
    const [was, is] = [of(before), of(after)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const [effect, message] = judge(was as never, is as never);
    return [{ path, effect, message }];
  });
  const changes = [
    ...parts,
    ...compareFields(before.fields, after.fields),
    ...compareList(['influx', 'tags'], before.influx.tags, after.influx.tags, 'breaking'),
    ...compareList(['influx', 'fields'], before.influx.fields, after.influx.fields, 'compatible'),
    ...compareSummaries(before.summaries, after.summaries),
  ];
  if (before.status !== 'draft') return changes;
  return changes.map((change) => (change.path[0] === 'status' ? change : { ...change, effect: 'compatible' }));
}

function compareList(
  path: readonly string[],
  before: readonly string[],
  after: readonly string[],
  added: ChangeEffect,
) {
  const name = path.join('.');
  return [
    ...before.filter((pointer) => !after.includes(pointer)).map((pointer) => gone(path, `${pointer} left ${name}`)),
    ...after.flatMap((pointer, i): Change[] =>
      before.includes(pointer) ? [] : [{ path: [...path, i], effect: added, message: `${pointer} is new in ${name}` }],
    ),
  ];
}

const gone = (path: Change['path'], message: string): Change => ({ path, effect: 'breaking', message });

function compareSummaries(before: Definition['summaries'], after: Definition['summaries']): Change[] {
  const levels = (summary: Definition['summaries'][number]) => ('levels' in summary ? (summary.levels ?? []) : []);
  const subject = ({ name: _, title: __, ...rest }: Definition['summaries'][number]) =>
    JSON.stringify({ ...rest, levels: undefined });
  const removed = before
    .filter(({ name }) => !after.some((summary) => summary.name === name))
    .map(({ name }) => gone(['summaries'], `the figure ${name} is published no more`));
  const others = after.flatMap((summary, i): Change[] => {
    const path = ['summaries', i];
    const was = before.find(({ name }) => name === summary.name);
    if (was === undefined) return [{ path, effect: 'extends', message: `the figure ${summary.name} is published` }];
    if (subject(was) !== subject(summary)) return [gone(path, `the figure ${summary.name} means something else`)];
    const [old, now] = [levels(was), levels(summary)];
    if (old.some((level) => !now.includes(level)) || (old.length === 0 && now.length > 0))
      return [gone(path, `the figure ${summary.name} loses a level`)];
    if (now.length === old.length) return [];
    return [{ path, effect: 'extends', message: `the figure ${summary.name} gets a level` }];
  });
  return [...removed, ...others];
}
