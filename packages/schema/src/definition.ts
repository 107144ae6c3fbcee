import { z } from 'zod';
import { ApplicationName, TelemetryType } from './envelope.ts';
import { Field, Pointer } from './field.ts';
import { parseDuration } from './time.ts';

const DAY_MS = 86_400_000;

const duration = (maximumDays: number) =>
  z
    .string()
    .describe(`A duration such as 36h or 30d, at most ${maximumDays}d.`)
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms !== undefined && ms > 0 && ms <= maximumDays * DAY_MS) return ms;
      context.addIssue({ code: 'custom', message: `expected a duration such as 36h or 30d, at most ${maximumDays}d` });
      return z.NEVER;
    });

const answer = z.string().min(3);

/** The questions that seed 003 asks of every metric before it may be gathered; all of them are shown to the public. */
export const Review = z.strictObject({
  question: answer.describe('What question will this help us answer?'),
  example: answer.describe('A specific example of the data.'),
  gathering: answer.describe('How is it gathered at run time?'),
  burden: answer.describe('What load does gathering and storing it cause?'),
  personal_data: answer.describe('Is it personally identifiable, and how is it sanitised?'),
  collected_since: answer.describe('The version of the product that first sends it.'),
  visualisation: answer.describe('How will it be shown?'),
});

const SummaryName = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/);

export const Summary = z.discriminatedUnion('kind', [
  z.strictObject({ name: SummaryName, kind: z.literal('systems') }),
  z.strictObject({
    name: SummaryName,
    kind: z.literal('share'),
    field: Pointer,
    levels: z
      .array(z.enum(['x.y', 'x.y.z']))
      .min(1)
      .optional()
      .describe('For versions: how far to shorten them.'),
  }),
  z.strictObject({ name: SummaryName, kind: z.literal('statistics'), field: Pointer }),
]);
export type Summary = z.infer<typeof Summary>;

/** One definition: what one telemetry type of one application may hold, and what is done with it. */
export const Definition = z
  .strictObject({
    application: ApplicationName,
    telemetry_type: TelemetryType,
    schema_version: z.int().min(1),
    title: z.string().min(3).max(120),
    status: z.enum(['draft', 'approved', 'retired']),
    approval: z
      .strictObject({ by: z.array(z.string().min(1)).min(1), on: z.iso.date(), reference: z.string().min(1) })
      .optional(),
    owner: z.string().min(1),
    expires: z.iso.date().describe('The first UTC day on which reports are no longer taken.'),
    review: Review,
    record: z.strictObject({
      each_element: z.boolean().default(false).describe('The payload is an array with one record per system.'),
      system_id: Pointer.describe('Where the system id stands in a record.'),
      system_key: z.enum(['hash', 'keep']).default('hash').describe('Whether the id is replaced by a keyed hash.'),
      time: Pointer.optional().describe('Where a record has a time of its own; else the envelope’s.'),
      late_window: duration(31).describe('How late a report may come and still count for its own day.'),
    }),
    channel: z
      .strictObject({ development_when: z.strictObject({ pointer: Pointer, matches: z.string().min(1).max(200) }) })
      .optional()
      .describe('Reports that match count for the development channel.'),
    fields: z.record(Pointer, Field).describe('An allow-list: anything else is removed and its path counted.'),
    personal_data_found: z.enum(['redact', 'reject']).default('redact'),
    dedup: z.strictObject({ policy: z.enum(['latest-per-window', 'first-per-window', 'by-event-id']) }),
    influx: z.strictObject({
      measurement: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
      tags: z.array(Pointer),
      fields: z.array(Pointer).min(1),
    }),
    summaries: z.array(Summary),
    publish: z.strictObject({ minimum_systems: z.int().min(1) }),
    retention: duration(366).describe('How long raw observations are kept.'),
  })
  .superRefine((definition, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (definition.status === 'approved' && definition.approval === undefined)
      refuse(['approval'], 'an approved definition says by whom, when and where it was approved');
    const { system_id: systemId, system_key: systemKey } = definition.record;
    if (systemKey === 'hash' && definition.fields[systemId]?.sanitise === 'keep')
      refuse(['fields', systemId], 'holds the system id, which is kept only as a keyed hash');
    const pointers = Object.keys(definition.fields);
    for (const pointer of pointers)
      if (pointers.some((other) => other.startsWith(`${pointer}/`)))
        refuse(['fields', pointer], 'cannot be a value and hold other fields at once');
    for (const [pointer, field] of Object.entries(definition.fields)) {
      if ('min' in field && 'max' in field && Number(field.min) > Number(field.max))
        refuse(['fields', pointer], 'min is above max, so nothing fits');
      if (field.keys !== undefined && !pointer.split('/').includes('*'))
        refuse(['fields', pointer], 'keys belong to a pointer with a *');
    }
    if (definition.retention < definition.record.late_window)
      refuse(['retention'], 'is shorter than the late window, so a late report would have no place');
    const mustBeAField = (pointer: string, path: (string | number)[]) => {
      const field = definition.fields[pointer];
      if (field === undefined) refuse(path, `${pointer} is not among the fields`);
      else if (field.sanitise === 'drop') refuse(path, `${pointer} is dropped, so nothing can be made of it`);
    };
    for (const [i, pointer] of definition.influx.tags.entries()) mustBeAField(pointer, ['influx', 'tags', i]);
    for (const [i, pointer] of definition.influx.fields.entries()) mustBeAField(pointer, ['influx', 'fields', i]);
    const names = new Set<string>();
    for (const [i, summary] of definition.summaries.entries()) {
      if (names.has(summary.name)) refuse(['summaries', i, 'name'], `${summary.name} is used twice`);
      names.add(summary.name);
      if (summary.kind === 'systems') continue;
      mustBeAField(summary.field, ['summaries', i, 'field']);
      const type = definition.fields[summary.field]?.type;
      if (summary.kind === 'statistics' && type !== undefined && type !== 'integer' && type !== 'number')
        refuse(['summaries', i, 'field'], `statistics are of numbers, and ${summary.field} holds none`);
      if (summary.kind === 'share' && summary.levels !== undefined && type !== undefined && type !== 'version')
        refuse(['summaries', i, 'levels'], `levels are of versions, and ${summary.field} holds none`);
    }
  });
export type Definition = z.infer<typeof Definition>;
