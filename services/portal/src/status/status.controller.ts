import { Controller, Get, Header, Inject } from '@nestjs/common';
import { HTML } from '../http/page-headers.ts';
import { PORTAL, type Portal } from '../portal.ts';
import { reportStatus, type StatusReport } from './report.ts';
import { statusPage } from './status-page.tsx';

/** As long as the services are not asked again. */
const CACHED = 'public, max-age=10';

@Controller()
export class StatusController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get('status')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async page() {
    return statusPage(this.#portal, await this.#report());
  }

  @Get('api/v1/status')
  @Header('Cache-Control', CACHED)
  status(): Promise<StatusReport> {
    return this.#report();
  }

  async #report(): Promise<StatusReport> {
    const { channel, summaries, now } = this.#portal;
    const [extents, pipeline] = await Promise.all([summaries.extents(channel), this.#portal.pipeline()]);
    return reportStatus({ channel, definitions: this.#portal.definitions(), extents, pipeline, nowMs: now() });
  }
}
