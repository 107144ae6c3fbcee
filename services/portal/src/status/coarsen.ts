import type { Pipeline, Settled } from './pipeline.ts';

/**
 * The same with every number of reports rounded up to a multiple of `step`: what is published as figures has a smallest group,
 * and whoever counts reports here instead must not learn of a smaller one. 0 stays 0, and 1 does not: nothing that goes wrong
 * is hidden.
 */
export function coarsen(pipeline: Pipeline, step: number): Pipeline {
  const up = (n: number) => Math.ceil(n / step) * step;
  const each = (by: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(by).map(([key, n]) => [key, up(n)]));
  const settled = ({ ok, dropped, dead }: Settled): Settled => ({ ok: up(ok), dropped: each(dropped), dead: up(dead) });
  const { services, arrivals, sources } = pipeline;
  return {
    ...pipeline,
    services: services.map((state) => ({
      ...state,
      lag: state.lag === null ? null : up(state.lag),
      settled: settled(state.settled),
    })),
    arrivals: {
      accepted: up(arrivals.accepted),
      deferred: up(arrivals.deferred),
      rejected: each(arrivals.rejected),
      refused: each(arrivals.refused),
    },
    sources: sources.map(({ application, telemetry_type, stages, removed }) => ({
      application,
      telemetry_type,
      stages: stages.map((stage) => ({ service: stage.service, ...settled(stage) })),
      removed: {
        unregistered: up(removed.unregistered),
        misfit: up(removed.misfit),
        personal_data: up(removed.personal_data),
      },
    })),
  };
}
