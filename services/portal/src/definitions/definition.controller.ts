import type { Definition } from '@heliograph/schema';
import { Controller, Inject, Param } from '@nestjs/common';
import { Page } from '../http/headers.ts';
import { Clock, Site } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import { SummaryStore } from '../stores/summary-store.ts';
import { changesPage } from './changes-page.tsx';
import { collectedIndexPage, collectedPage } from './collected-page.tsx';
import { isOf, SourcePipe } from './source.ts';
import { unregisteredPage } from './unregistered-page.tsx';

const SOURCE = 'sources/:application/:telemetry_type';

/** What sources collect, what they collected before, and what they send although it is not registered. */
@Controller()
export class DefinitionController {
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

  @Page('collected')
  index() {
    return collectedIndexPage({ site: this.#site, definitions: this.#definitions.public(), nowMs: this.#clock.now() });
  }

  @Page(`${SOURCE}/collected`)
  async collected(@Param(SourcePipe) definition: Definition) {
    const extents = await this.#summaries.extents(this.#site.channel);
    const since = extents.find((extent) => isOf(definition, extent))?.from;
    return collectedPage({ site: this.#site, definition, since, nowMs: this.#clock.now() });
  }

  @Page(`${SOURCE}/changes`)
  async changes(@Param(SourcePipe) definition: Definition) {
    const { application, telemetry_type } = definition;
    const past = await this.#summaries.pastDefinitions(application, telemetry_type);
    return changesPage({ site: this.#site, definition, past });
  }

  @Page(`${SOURCE}/unregistered`)
  async unregistered(@Param(SourcePipe) definition: Definition) {
    const latest = await this.#summaries.latest(this.#site.channel);
    const figure = latest.find((one) => one.kind === 'unregistered' && isOf(definition, one));
    return unregisteredPage({
      site: this.#site,
      definition,
      figure: figure?.kind === 'unregistered' ? figure : undefined,
    });
  }
}
