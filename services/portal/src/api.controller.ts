import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { PORTAL, type Portal } from './portal.ts';
import { ProblemError } from './problem.ts';
import { parseQuery } from './query.ts';
import { describeSource, summariesOf } from './source.ts';

/** A day is published once a day and seldom revised: a minute is never noticed. */
const CACHED = 'public, max-age=60';

@Controller('api/v1')
export class ApiController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get('sources')
  @Header('Cache-Control', CACHED)
  async sources() {
    const { definitions, store, channel, now } = this.#portal;
    const latest = await store.latest(channel);
    return { channel, sources: definitions.map((d) => describeSource(d, summariesOf(d, latest), now())) };
  }

  @Get('summaries')
  @Header('Cache-Control', CACHED)
  async summaries(@Query() parameters: unknown) {
    const { definitions, store, channel, now } = this.#portal;
    const query = parseQuery(parameters, channel, now());
    const definition = definitions.find(
      (d) => d.application === query.application && d.telemetry_type === query.telemetry_type,
    );
    if (definition === undefined) throw new ProblemError('unknown_source');
    if (query.name !== undefined && !definition.summaries.some(({ name }) => name === query.name))
      throw new ProblemError('unknown_summary');
    const { from, to } = query;
    return { from, to, summaries: await store.find(query) };
  }
}
