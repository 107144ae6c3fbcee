import { z } from 'zod';
import { ApplicationName, TelemetryType } from './envelope.ts';
import { Field, Pointer } from './field.ts';
import { INFLUX_TYPES } from './influx/name.ts';
import { Pattern } from './pattern.ts';
import { Receive } from './receive.ts';
import { Summary } from './summaries/shapes.ts';
import { DAY_MS, parseDuration } from './time.ts';

const A_DAY = 'expected a day such as 2026-11-02';

/** The standard test of personal data takes some 35 ms a field. A report that says more than this is several. */
const MOST_FIELDS = 200;

/** Hundreds of times a usual report: records are far below what Kafka could carry unless a definition asks for more. */
const DEFAULT_RECORD_BYTES = 65_536;

const Measurement = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a letter, then up to 63 letters, digits or underscores');

const InfluxName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'a letter, then up to 63 letters, digits, dots, dashes or underscores');

const duration = (maximumDays: number) =>
  z
    .string()
    .meta({ title: 'duration' })
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
  large_numbers: answer
    .optional()
    .describe('Which fields may hold numbers of ten million and more, each by its pointer, and what do they count?'),
  collected_since: answer.describe('The version of the product that first sends it.'),
  visualisation: answer.describe('How will it be shown?'),
  opt_out: answer.optional().describe('How is it turned off in the product?'),
});

/** The parts of a definition, each for itself; whether they agree is said by definition-contradictions.ts. */
export const DefinitionShape = z.strictObject({
  application: ApplicationName.describe('The product that sends it, as in its envelopes.'),
  telemetry_type: TelemetryType.describe('Which of the product’s reports this is, as in its envelopes.'),
  schema_version: z.int().min(1).describe('Raised by every change that keeps more or that readers must know of.'),
  title: z.string().min(3).max(120).describe('One line for the public page.'),
  status: z
    .enum(['draft', 'approved', 'retired'])
    .describe('Only what is approved takes in data; what is retired stays, so that the public can read what it was.'),
  approval: z
    .strictObject({
      by: z.array(z.string().min(1)).min(1).describe('Who approved it: names of roles rather than of people.'),
      on: z.iso.date(A_DAY).describe('The day of the approval, such as 2026-11-02.'),
      reference: z.string().min(1).describe('A link to the discussion or the commit, for everyone to read.'),
    })
    .optional()
    .describe('Who let it take in data; required where the status is approved.'),
  owner: z.string().min(1).describe('The team that answers for it and is told of what is not registered.'),
  expires: z.iso.date(A_DAY).describe('The first UTC day on which reports are no longer taken.'),
  review: Review.describe('The questions asked of every metric; all answers are shown to the public.'),
  receive: Receive.optional().describe('How its own clients send it, beside the ways of the gateway (docs/sources).'),
  record: z
    .strictObject({
      each_element: z.boolean().default(false).describe('The payload is an array with one record per system.'),
      system_id: Pointer.describe('Where the system id stands in a record.'),
      system_key: z.enum(['hash', 'keep']).default('hash').describe('Whether the id is replaced by a keyed hash.'),
      time: Pointer.optional().describe('Where a record has a time of its own; else the envelope’s.'),
      late_window: duration(31).describe(
        'How late a report may come and still count for its own day: a duration such as 7d, at most 31d.',
      ),
      max_bytes: z
        .int()
        .min(1024)
        .max(900_000)
        .default(DEFAULT_RECORD_BYTES)
        .describe('The most bytes of a record, as JSON with what travels beside it; a larger one is rejected.'),
    })
    .describe('How one record of one system is read out of a payload.'),
  channel: z
    .strictObject({
      development_when: z
        .strictObject({
          pointer: Pointer.describe('Which of the fields is looked at; only texts are.'),
          matches: Pattern.describe(
            'A regular expression of RE2, found anywhere in the first 256 characters; no look-around, no back-references.',
          ),
        })
        .describe('What marks a report of a development version.'),
    })
    .optional()
    .describe('Reports that match count for the development channel.'),
  fields: z
    .record(Pointer, Field)
    .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, {
      error: `at most ${MOST_FIELDS} fields`,
      abort: true,
    })
    .describe('An allow-list: anything else is removed and its path counted.'),
  personal_data_found: z
    .enum(['redact', 'reject'])
    .default('redact')
    .describe('What happens where a tripwire finds personal data: it is taken out, or the whole report is dropped.'),
  dedup: z
    .strictObject({
      policy: z
        .enum(['latest-per-window', 'first-per-window', 'by-event-id'])
        .describe(
          'Of one system and one UTC day count: every report that differs from the one before it, the last one deciding; the first alone; every report with an id of its own.',
        ),
    })
    .describe('When a report is a duplicate.'),
  influx: z
    .strictObject({
      measurement: Measurement.describe('The name of the measurement; no two definitions share one.'),
      tags: z.array(Pointer).describe('Which of the fields are tags: few values, or the hashed ids.'),
      fields: z.array(Pointer).min(1).describe('Which of the fields are fields of the point.'),
      names: z
        .record(Pointer, InfluxName)
        .optional()
        .describe('Names in place of those that pointers make; the keys of a pointer with * follow them.'),
      former_measurements: z
        .array(Measurement)
        .optional()
        .describe('The names that the measurement had before: erasures and the retention reach the points there, too.'),
      former_fields: z
        .record(z.string().min(1).max(320), z.enum(INFLUX_TYPES))
        .optional()
        .describe('Names that fields of the measurement had before, and their types: no other value may have them.'),
      former_system_tags: z
        .array(z.string().min(1).max(320))
        .optional()
        .describe(
          'Names that the tag of the system’s id had before: erasures find the points of a system by them, too.',
        ),
    })
    .describe('What becomes of an observation in InfluxDB.'),
  summaries: z.array(Summary).describe('The daily figures that are published.'),
  publish: z
    .strictObject({
      minimum_systems: z
        .int()
        .min(1)
        .describe(
          'The public can tell no group of fewer systems: a value is shown once more than these have it, and is else among “other”.',
        ),
      round_to: z
        .int()
        .min(1)
        .max(1000)
        .default(1)
        .describe('Every number of systems is published as the nearest multiple of this.'),
    })
    .describe('How figures are protected before they are published.'),
  erasure: z
    .strictObject({
      refuse_for: duration(31)
        .optional()
        .describe(
          'How long after its erasure nothing of a system is taken: a duration such as 7d, at most 31d; else it starts afresh at once.',
        ),
    })
    .default({})
    .describe('What follows the erasure of a system.'),
  retention: duration(366).describe('How long raw observations are kept: a duration such as 36h or 30d, at most 366d.'),
});

export type Definition = z.infer<typeof DefinitionShape>;
