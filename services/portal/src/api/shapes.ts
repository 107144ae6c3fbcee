import {
  Channel,
  Period,
  PublishedFigure,
  RECEIPT_STORES,
  REQUEST_KINDS,
  Review,
  SERVICES,
  Summary,
} from '@heliograph/schema';
import { z } from 'zod';
import { DEFINITION_STATES } from '../definitions/definition-state.ts';

const day = z.iso.date();
const timestamp = z.iso.datetime();

const Notice = z
  .object({ from_day: day, to_day: day.nullable().describe('Null: still so.'), notice: z.string() })
  .describe('What readers of the figures of these days should know.');

const definition = {
  application: z.string(),
  telemetry_type: z.string(),
  schema_version: z.int(),
  title: z.string(),
  status: z.enum(['draft', 'approved', 'retired']),
  owner: z.string(),
  expires: day.describe('The first UTC day on which reports are no longer taken.'),
  approval: z.object({ by: z.array(z.string()), on: day, reference: z.string() }).nullable(),
  retention_days: z.number().describe('How long single reports are kept.'),
  minimum_systems: z.int().describe('Nothing is said of fewer systems.'),
  round_to: z.int().describe('Numbers of systems are multiples of this.'),
  review: Review,
  fields: z.array(
    z.object({
      pointer: z.string().describe('A JSON pointer; * is every key or every element.'),
      type: z.string(),
      sanitise: z.enum(['keep', 'hash', 'drop']),
      stored: z.string().describe('What is stored of it, in words.'),
    }),
  ),
  summaries: z.array(Summary).describe('What is published.'),
};

const Definition = z.object(definition);

export const Source = z.object({
  ...definition,
  standing: z.enum(DEFINITION_STATES),
  collected: z.boolean().describe('Whether reports are taken.'),
  data_from: day.nullable(),
  data_up_to: day.nullable(),
  computed_at: timestamp.nullable().describe('When the last of its figures changed.'),
  notices: z.array(Notice),
});

export const Sources = z.object({ channel: Channel, sources: z.array(Source) });

export const Figures = z.object({
  period: Period,
  from: day,
  to: day,
  summaries: z.array(PublishedFigure).describe('In order of start and name.'),
  next_page_token: z.string().nullable().describe('Null where there are no more.'),
});

export const History = z.object({
  application: z.string(),
  telemetry_type: z.string(),
  definitions: z
    .array(
      z.object({
        since: timestamp,
        definition: Definition,
        changes: z
          .array(
            z.object({
              path: z.array(z.union([z.string(), z.number()])),
              effect: z.enum(['compatible', 'extends', 'breaking']),
              message: z.string(),
            }),
          )
          .describe('What is other than in the one before it; empty for the first.'),
      }),
    )
    .describe('Newest first.'),
});

export const Notices = z.object({
  channel: Channel,
  notices: z.array(
    z.object({ application: z.string(), telemetry_type: z.string(), channel: Channel, ...Notice.shape }),
  ),
});

export const Packages = z.object({
  channel: Channel,
  packages: z.array(z.object({ month: z.string(), descriptor: z.string().describe('Where its datapackage.json is.') })),
});

const count = z.int().min(0);
const byReason = z.record(z.string(), count);
const settled = { ok: count, dropped: byReason.describe('By reason, such as duplicate_id.'), dead: count };
const service = z.enum(SERVICES);

export const Status = z.object({
  channel: Channel,
  state: z.enum(['fine', 'trouble', 'unknown']).describe('Unknown: the figures are fresh, and no service is asked.'),
  troubles: z.array(z.string()).describe('In words.'),
  checked_at: timestamp.nullable().describe('When the services were asked; null where none is.'),
  multiples_of: z.int().min(1).describe('All numbers of reports are rounded up to multiples of this.'),
  sources: z.array(
    z.object({
      application: z.string(),
      telemetry_type: z.string(),
      title: z.string(),
      collected: z.boolean().describe('Whether reports are taken.'),
      data_up_to: day.nullable(),
      computed_at: timestamp.nullable(),
      days_behind: z.int().nullable().describe('From the last day that has figures to today.'),
      counts: z
        .object({
          stages: z.array(z.object({ service, ...settled })),
          removed: z.object({ unregistered: count, misfit: count, personal_data: count }),
        })
        .nullable()
        .describe('Of both channels, since the processes began to count.'),
    }),
  ),
  services: z
    .array(
      z.object({
        service,
        processes: count,
        answering: count,
        ready: count,
        since: timestamp.nullable().describe('When the oldest of its processes began to count.'),
        lag: count.nullable().describe('Consumer lag: records that it has not read yet.'),
        lag_seconds: count.nullable().describe('The age of the oldest record that it has not settled, in seconds.'),
        waiting: count.describe('Partitions that wait for something to come back.'),
        warnings: count,
        settled: z.object(settled),
      }),
    )
    .nullable(),
  arrivals: z
    .object({ accepted: count, deferred: count, rejected: byReason, refused: byReason })
    .nullable()
    .describe('Of the gateway: messages, and by code what was wrong with those that were not taken.'),
  canary_age_seconds: count
    .nullable()
    .describe(
      'Seconds since the newest report of the product’s own was sent that has passed every service; null if unknown.',
    ),
});

const Remainder = z.object({ what: z.string(), days: z.number(), until: day.nullable() });
const store = z.enum(RECEIPT_STORES);

export const Request = z.object({
  request: z.enum(REQUEST_KINDS).nullable(),
  received_at: timestamp.nullable(),
  status: z.enum(['waiting', 'under_way', 'done']),
  stores: z.array(z.object({ store, status: z.enum(['pending', 'done']), done_at: timestamp.nullable() })),
  done_at: timestamp.nullable(),
  stays: z.array(Remainder).describe('What of the system is left for a time, and until when.'),
  document: z.string().nullable().describe('Where the document of an export is.'),
});

/** What has a name in the OpenAPI document. */
export const NAMED_SHAPES = {
  Figure: PublishedFigure,
  Review,
  Summary,
  Notice,
  Definition,
  Source,
  Sources,
  Figures,
  History,
  Notices,
  Packages,
  Status,
  Request,
} as const satisfies Record<string, z.ZodType>;
