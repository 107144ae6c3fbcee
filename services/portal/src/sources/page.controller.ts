import { type Definition, type PublishedFigure, utcDay } from '@heliograph/schema';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { dataPage } from '../data-packages/data-page.tsx';
import { collectedIndexPage } from '../definitions/collected-page.tsx';
import { CACHED, HTML } from '../http/page-headers.ts';
import { PORTAL, type Portal } from '../portal.ts';
import { yourDataPage } from '../privacy-requests/your-data-page.tsx';
import { homePage } from './home-page.tsx';

/** A year, and the week that is not over. */
const HOME_MS = 53 * 7 * 86_400_000;

@Controller()
export class PageController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get()
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async home() {
    const site = this.#portal;
    const { channel, summaries, now } = site;
    const definitions = site.definitions();
    const [latest, extents, notices, weekly] = await Promise.all([
      summaries.latest(channel),
      summaries.extents(channel),
      summaries.notices(channel),
      Promise.all(definitions.map((definition) => this.#weeks(definition))),
    ]);
    return homePage({ site, definitions, latest, weekly: weekly.flat(), extents, notices, nowMs: now() });
  }

  async #weeks({ application, telemetry_type, summaries }: Definition): Promise<PublishedFigure[]> {
    const { channel, now } = this.#portal;
    const name = summaries.find(({ kind }) => kind === 'systems')?.name;
    if (name === undefined) return [];
    const [from, to] = [utcDay(now() - HOME_MS), utcDay(now())];
    return this.#portal.summaries.series({ application, telemetry_type, channel, period: 'week', from, to, name });
  }

  @Get('collected')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  collected() {
    const site = this.#portal;
    return collectedIndexPage({ site, definitions: site.definitions(), nowMs: site.now() });
  }

  @Get('data')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async data() {
    const site = this.#portal;
    const months = await site.packages.months();
    return dataPage({ site, definitions: site.definitions(), months, licence: site.licence });
  }

  @Get('your-data')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  yourData() {
    const site = this.#portal;
    return yourDataPage({ site, definitions: site.definitions(), gatewayUrl: site.gatewayUrl });
  }
}
