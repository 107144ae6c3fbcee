import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { findSource, requireSummary } from '../definitions/source.ts';
import { Clock, Site } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import type { SeriesQuery } from '../stores/summary-store.ts';
import { type CompleteQuery, parsePage, parseSeries } from './query.ts';

type Parse<Query> = (parameters: unknown, channel: Site['channel'], nowMs: number) => Query;

/** Parses the parameters of a series, of a source and a figure that are public. */
abstract class QueryPipe<Query extends SeriesQuery> implements PipeTransform<unknown, Query> {
  readonly #site: Site;
  readonly #definitions: Definitions;
  readonly #clock: Clock;
  protected abstract readonly parse: Parse<Query>;

  constructor(@Inject(Site) site: Site, @Inject(Definitions) definitions: Definitions, @Inject(Clock) clock: Clock) {
    this.#site = site;
    this.#definitions = definitions;
    this.#clock = clock;
  }

  transform(parameters: unknown): Query {
    const query = this.parse(parameters, this.#site.channel, this.#clock.now());
    requireSummary(findSource(this.#definitions, query), query.name);
    return query;
  }
}

@Injectable()
export class SeriesPipe extends QueryPipe<SeriesQuery> {
  protected override readonly parse = parseSeries;
}

@Injectable()
export class PagePipe extends QueryPipe<CompleteQuery> {
  protected override readonly parse = parsePage;
}
