import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { CACHED, HTML } from '../http/page-headers.ts';
import { PORTAL, type Portal } from '../portal.ts';
import { changesPage } from './changes-page.tsx';
import { collectedPage } from './collected-page.tsx';
import { findSource, isOf } from './source.ts';
import { unregisteredPage } from './unregistered-page.tsx';

/** What a source may collect, what it was allowed before, and what it sends although it may not. */
@Controller('sources/:application/:type')
export class DefinitionPageController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get('collected')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async collected(@Param('application') application: string, @Param('type') type: string) {
    const site = this.#portal;
    const definition = findSource(site.definitions(), application, type);
    const extents = await site.summaries.extents(site.channel);
    const since = extents.find((extent) => isOf(definition, extent))?.from;
    return collectedPage({ site, definition, since, nowMs: site.now() });
  }

  @Get('changes')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async changes(@Param('application') application: string, @Param('type') type: string) {
    const site = this.#portal;
    const definition = findSource(site.definitions(), application, type);
    return changesPage({ site, definition, past: await site.summaries.pastDefinitions(application, type) });
  }

  @Get('unregistered')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async unregistered(@Param('application') application: string, @Param('type') type: string) {
    const site = this.#portal;
    const definition = findSource(site.definitions(), application, type);
    const latest = await site.summaries.latest(site.channel);
    const figure = latest.find((one) => one.kind === 'unregistered' && isOf(definition, one));
    return unregisteredPage({ site, definition, figure: figure?.kind === 'unregistered' ? figure : undefined });
  }
}
