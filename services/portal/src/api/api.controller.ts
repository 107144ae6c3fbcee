import { Readable } from 'node:stream';
import { Controller, Get, Header, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { findSource, requireSummary } from '../definitions/source.ts';
import { CACHED } from '../http/page-headers.ts';
import { PORTAL, type Portal } from '../portal.ts';
import type { SeriesQuery } from '../stores/summary-store.ts';
import { csvText } from './csv.ts';
import { describeHistory, describeSource } from './describe.ts';
import { figurePages } from './figure-stream.ts';
import { openApiDocument } from './openapi.ts';
import { nextPageToken, parsePage, parseSeries } from './query.ts';

@Controller('api/v1')
export class ApiController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get('sources')
  @Header('Cache-Control', CACHED)
  async sources() {
    const { channel, now } = this.#portal;
    const published = await this.#published();
    return { channel, sources: this.#portal.definitions().map((d) => describeSource(d, published, now())) };
  }

  @Get('sources/:application/:type')
  @Header('Cache-Control', CACHED)
  async source(@Param('application') application: string, @Param('type') type: string) {
    const definition = findSource(this.#portal.definitions(), application, type);
    return describeSource(definition, await this.#published(), this.#portal.now());
  }

  @Get('sources/:application/:type/definitions')
  @Header('Cache-Control', CACHED)
  async definitions(@Param('application') application: string, @Param('type') telemetry_type: string) {
    findSource(this.#portal.definitions(), application, telemetry_type);
    const past = await this.#portal.summaries.pastDefinitions(application, telemetry_type);
    return { application, telemetry_type, definitions: describeHistory(past) };
  }

  @Get('summaries')
  @Header('Cache-Control', CACHED)
  async summaries(@Query() parameters: unknown) {
    const { channel, now } = this.#portal;
    const query = parsePage(parameters, channel, now());
    this.#requirePublic(query);
    const { period, from, to } = query;
    const summaries = await this.#portal.summaries.series(query);
    return { period, from, to, summaries, next_page_token: nextPageToken(query, summaries) };
  }

  @Get('summaries.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8; header=present')
  @Header('Content-Disposition', 'attachment; filename="summaries.csv"')
  @Header('Cache-Control', CACHED)
  async series(@Query() parameters: unknown) {
    const { channel, now, summaries } = this.#portal;
    const query = parseSeries(parameters, channel, now());
    this.#requirePublic(query);
    const pages = figurePages(summaries, query);
    // Whatever is wrong with the store shows here, while it can still be said.
    const first = await pages.next();
    return new StreamableFile(Readable.from(csvText(pages, first.value ?? [])));
  }

  @Get('notices')
  @Header('Cache-Control', CACHED)
  async notices() {
    const { channel, summaries } = this.#portal;
    return { channel, notices: await summaries.notices(channel) };
  }

  @Get('openapi.json')
  @Header('Cache-Control', CACHED)
  openApi() {
    return openApiDocument();
  }

  async #published() {
    const { channel, summaries } = this.#portal;
    const [extents, notices] = await Promise.all([summaries.extents(channel), summaries.notices(channel)]);
    return { extents, notices };
  }

  #requirePublic({ application, telemetry_type, name }: SeriesQuery): void {
    requireSummary(findSource(this.#portal.definitions(), application, telemetry_type), name);
  }
}
