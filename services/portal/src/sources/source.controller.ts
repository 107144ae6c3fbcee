import { DAY_MS, type Definition, type PublishedFigure, utcDay } from '@heliograph/schema';
import { Controller, Inject, Injectable, Param, type PipeTransform, Query } from '@nestjs/common';
import { SourcePipe } from '../definitions/source.ts';
import { parseView, type View } from '../figures/range.ts';
import { loadSource } from '../figures/source-data.ts';
import { Page } from '../http/headers.ts';
import { ProblemError } from '../problems/problem.ts';
import { Clock, Site } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import { SummaryStore } from '../stores/summary-store.ts';
import { figurePage } from './figure-page.tsx';
import { homePage } from './home-page.tsx';
import { sourcePage } from './source-page.tsx';

const SOURCE = 'sources/:application/:telemetry_type';
/** A year, and the week that is not over. */
const HOME_MS = 53 * 7 * DAY_MS;

@Injectable()
class ViewPipe implements PipeTransform<unknown, View> {
  readonly #clock: Clock;

  constructor(@Inject(Clock) clock: Clock) {
    this.#clock = clock;
  }

  transform(parameters: unknown): View {
    return parseView(parameters, this.#clock.now());
  }
}

/** The published figures: of all sources in short, of one source, and one of them in detail. */
@Controller()
export class SourceController {
  readonly #site: Site;
  readonly #definitions: Definitions;
  readonly #summaries: SummaryStore;
  readonly #clock: Clock;

  constructor(
    @Inject(Site) site: Site,
    @Inject(Definitions) definitions: Definitions,
    @Inject(SummaryStore) summaries: SummaryStore,
    @Inject(Clock) clock: Clock,
  ) {
    this.#site = site;
    this.#definitions = definitions;
    this.#summaries = summaries;
    this.#clock = clock;
  }

  @Page('')
  async home() {
    const [site, summaries] = [this.#site, this.#summaries];
    const definitions = this.#definitions.public();
    const [latest, extents, notices, weekly] = await Promise.all([
      summaries.latest(site.channel),
      summaries.extents(site.channel),
      summaries.notices(site.channel),
      Promise.all(definitions.map((definition) => this.#weeklySystems(definition))),
    ]);
    return homePage({ site, definitions, latest, weekly: weekly.flat(), extents, notices, nowMs: this.#clock.now() });
  }

  async #weeklySystems({ application, telemetry_type, summaries }: Definition): Promise<PublishedFigure[]> {
    const name = summaries.find(({ kind }) => kind === 'systems')?.name;
    if (name === undefined) return [];
    const nowMs = this.#clock.now();
    const source = { application, telemetry_type, channel: this.#site.channel };
    const weeks = { period: 'week', from: utcDay(nowMs - HOME_MS), to: utcDay(nowMs) } as const;
    return this.#summaries.series({ ...source, ...weeks, name });
  }

  @Page(SOURCE)
  async source(@Param(SourcePipe) definition: Definition, @Query(ViewPipe) view: View) {
    const data = await this.#load(definition, view);
    return sourcePage({ site: this.#site, definition, view, data, nowMs: this.#clock.now() });
  }

  @Page(`${SOURCE}/figures/:name`)
  async figure(@Param(SourcePipe) definition: Definition, @Param('name') name: string, @Query(ViewPipe) view: View) {
    const summary = definition.summaries.find((candidate) => candidate.name === name);
    if (summary === undefined) throw new ProblemError('unknown_summary');
    const data = await this.#load(definition, view, name);
    return figurePage({ site: this.#site, definition, summary, view, data, nowMs: this.#clock.now() });
  }

  #load(definition: Definition, view: View, only?: string) {
    return loadSource({ summaries: this.#summaries, channel: this.#site.channel, definition, view, only });
  }
}
