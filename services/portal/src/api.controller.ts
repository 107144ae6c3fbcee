import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { PORTAL, type Portal } from './portal.ts';
import { ProblemError } from './problem.ts';
import { parseQuery } from './query.ts';
import { describeSource, findSource, summariesOf } from './source.ts';

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
    const { summaries, channel, now } = this.#portal;
    const latest = await summaries.latest(channel);
    return {
      channel,
      sources: this.#portal.definitions().map((d) => describeSource(d, summariesOf(d, latest), now())),
    };
  }

  @Get('summaries')
  @Header('Cache-Control', CACHED)
  async summaries(@Query() parameters: unknown) {
    const { channel, now } = this.#portal;
    const query = parseQuery(parameters, channel, now());
    const definition = findSource(this.#portal.definitions(), query.application, query.telemetry_type);
    if (query.name !== undefined && !definition.summaries.some(({ name }) => name === query.name))
      throw new ProblemError('unknown_summary');
    const { from, to } = query;
    return { from, to, summaries: await this.#portal.summaries.find(query) };
  }
}
