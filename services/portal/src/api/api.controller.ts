import { Readable } from 'node:stream';
import type { Definition } from '@heliograph/schema';
import { Controller, Header, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { SourcePipe } from '../definitions/source.ts';
import { Clock, Site } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import { type SeriesQuery, SummaryStore } from '../stores/summary-store.ts';
import { csvText } from './csv.ts';
import { describeHistory, describeSource } from './describe.ts';
import { figurePages } from './figure-stream.ts';
import { openApiDocument } from './openapi.ts';
import { PagePipe, SeriesPipe } from './query.pipes.ts';
import { type CompleteQuery, nextPageToken } from './query.ts';
import { ApiRoute } from './routes.ts';

@Controller()
export class ApiController {
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

  @ApiRoute('listSources')
  async sources() {
    const published = await this.#published();
    const nowMs = this.#clock.now();
    const sources = this.#definitions.public().map((definition) => describeSource(definition, published, nowMs));
    return { channel: this.#site.channel, sources };
  }

  @ApiRoute('getSource')
  async source(@Param(SourcePipe) definition: Definition) {
    return describeSource(definition, await this.#published(), this.#clock.now());
  }

  @ApiRoute('listDefinitions')
  async definitions(@Param(SourcePipe) { application, telemetry_type }: Definition) {
    const past = await this.#summaries.pastDefinitions(application, telemetry_type);
    return { application, telemetry_type, definitions: describeHistory(past) };
  }

  @ApiRoute('listSummaries')
  async summaries(@Query(PagePipe) query: CompleteQuery) {
    const { period, from, to } = query;
    const summaries = await this.#summaries.series(query);
    return { period, from, to, summaries, next_page_token: nextPageToken(query, summaries) };
  }

  @ApiRoute('getSeries')
  @Header('Content-Disposition', 'attachment; filename="summaries.csv"')
  async series(@Query(SeriesPipe) query: SeriesQuery) {
    const pages = figurePages(this.#summaries, query);
    // Errors of the store surface here, while a problem can still be answered.
    const first = await pages.next();
    return new StreamableFile(Readable.from(csvText(pages, first.value ?? [])));
  }

  @ApiRoute('listNotices')
  async notices() {
    const { channel } = this.#site;
    return { channel, notices: await this.#summaries.notices(channel) };
  }

  @ApiRoute('getOpenApi')
  openApi() {
    return openApiDocument();
  }

  async #published() {
    const { channel } = this.#site;
    const [extents, notices] = await Promise.all([this.#summaries.extents(channel), this.#summaries.notices(channel)]);
    return { extents, notices };
  }
}
