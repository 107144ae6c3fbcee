import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { homePage } from './pages/home-page.ts';
import { STYLE } from './pages/style.ts';
import { unregisteredPage } from './pages/unregistered-page.ts';
import { yourDataPage } from './pages/your-data-page.ts';
import { PORTAL, type Portal } from './portal.ts';
import { findSource } from './source.ts';

const HTML = 'text/html; charset=utf-8';
/** A day is published once a day and seldom revised: a minute is never noticed. */
const CACHED = 'public, max-age=60';

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
    const { channel, summaries, now } = this.#portal;
    const latest = await summaries.latest(channel);
    return homePage({ channel, definitions: this.#portal.definitions(), latest, nowMs: now() });
  }

  @Get('sources/:application/:type/unregistered')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async unregistered(@Param('application') application: string, @Param('type') type: string) {
    const { channel, summaries } = this.#portal;
    const definition = findSource(this.#portal.definitions(), application, type);
    const paths = await summaries.unregistered({ application, telemetry_type: type, channel });
    return unregisteredPage({ definition, paths });
  }

  @Get('your-data')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  yourData() {
    return yourDataPage({ definitions: this.#portal.definitions(), gatewayUrl: this.#portal.gatewayUrl });
  }

  @Get('style.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  style() {
    return STYLE;
  }
}
