import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { findSource } from '../definitions/source.ts';
import { parseView } from '../figures/range.ts';
import { loadSource } from '../figures/source-data.ts';
import { CACHED, HTML } from '../http/page-headers.ts';
import { PORTAL, type Portal } from '../portal.ts';
import { ProblemError } from '../problems/problem.ts';
import { figurePage } from './figure-page.tsx';
import { sourcePage } from './source-page.tsx';

@Controller('sources/:application/:type')
export class SourcePageController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get()
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async source(@Param('application') application: string, @Param('type') type: string, @Query() parameters: unknown) {
    const definition = findSource(this.#portal.definitions(), application, type);
    const nowMs = this.#portal.now();
    const view = parseView(parameters, nowMs);
    const data = await loadSource({ ...this.#portal, definition, view });
    return sourcePage({ site: this.#portal, definition, view, data, nowMs });
  }

  @Get('figures/:name')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', CACHED)
  async figure(
    @Param('application') application: string,
    @Param('type') type: string,
    @Param('name') name: string,
    @Query() parameters: unknown,
  ) {
    const definition = findSource(this.#portal.definitions(), application, type);
    const summary = definition.summaries.find((candidate) => candidate.name === name);
    if (summary === undefined) throw new ProblemError('unknown_summary');
    const nowMs = this.#portal.now();
    const view = parseView(parameters, nowMs);
    const data = await loadSource({ ...this.#portal, definition, view, only: name });
    return figurePage({ site: this.#portal, definition, summary, view, data, nowMs });
  }
}
