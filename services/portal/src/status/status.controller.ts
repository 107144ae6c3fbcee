import { Controller, Inject } from '@nestjs/common';
import { ApiRoute } from '../api/routes.ts';
import { Page } from '../http/headers.ts';
import { Clock, Site } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import { SummaryStore } from '../stores/summary-store.ts';
import { reportStatus, type StatusReport } from './report.ts';
import { statusPage } from './status-page.tsx';
import { PipelineWatch, POLL_INTERVAL_MS } from './watch.ts';

@Controller()
export class StatusController {
  readonly #site: Site;
  readonly #definitions: Definitions;
  readonly #summaries: SummaryStore;
  readonly #pipeline: PipelineWatch;
  readonly #clock: Clock;

  constructor(
    @Inject(Site) site: Site,
    @Inject(Definitions) definitions: Definitions,
    @Inject(SummaryStore) summaries: SummaryStore,
    @Inject(PipelineWatch) pipeline: PipelineWatch,
    @Inject(Clock) clock: Clock,
  ) {
    this.#site = site;
    this.#definitions = definitions;
    this.#summaries = summaries;
    this.#pipeline = pipeline;
    this.#clock = clock;
  }

  @Page('status', POLL_INTERVAL_MS / 1000)
  async page() {
    return statusPage(this.#site, await this.status());
  }

  @ApiRoute('getStatus')
  async status(): Promise<StatusReport> {
    const { channel } = this.#site;
    const [extents, pipeline] = await Promise.all([this.#summaries.extents(channel), this.#pipeline.read()]);
    const definitions = this.#definitions.public();
    return reportStatus({ channel, definitions, extents, pipeline, nowMs: this.#clock.now() });
  }
}
