import { Controller, Get, Header, Inject } from '@nestjs/common';
import { homePage } from './home-page.ts';
import { PORTAL, type Portal } from './portal.ts';
import { STYLE } from './style.ts';

@Controller()
export class PageController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=60')
  async home() {
    const { channel, definitions, store, now } = this.#portal;
    return homePage({ channel, definitions, latest: await store.latest(channel), nowMs: now() });
  }

  @Get('style.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  style() {
    return STYLE;
  }
}
