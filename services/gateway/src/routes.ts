import { type Definition, perContent, type Register } from '@heliograph/schema';
import type { EventSubject } from './protocols/cloudevents/cloudevents.ts';
import type { OtlpSubject } from './protocols/otlp/otlp.ts';

/** What protocols ask of the definitions: whose the events, log records and metrics are that they decode. */
export interface Routes {
  event(type: string, source: string): EventSubject | undefined;
  otlp(signal: 'logs' | 'metrics', service: string, name: string): OtlpSubject | undefined;
}

/** Finds them by `receive` of the definitions; the tables are made anew when the register has changed. */
export function createRoutes(register: Pick<Register, 'definitions'>): Routes {
  const events = perContent(register, eventTable);
  const otlp = perContent(register, otlpTable);
  return {
    event: (type, source) =>
      events()
        .get(type)
        ?.find((route) => source.startsWith(route.source)),
    otlp: (signal, service, name) =>
      otlp().get(keyOf(signal, service, name)) ?? otlp().get(keyOf(signal, service, undefined)),
  };
}

const keyOf = (...parts: readonly (string | undefined)[]) => JSON.stringify(parts);
/** What takes nothing in comes last: its names may have been given to others. */
const inOrder = (definitions: readonly Definition[]) =>
  definitions.toSorted((a, b) => Number(a.status === 'retired') - Number(b.status === 'retired'));
const subjectOf = ({ application, telemetry_type }: Definition) => ({ application, telemetry_type });

/** By type, longest source first; last of all the type that is named as the definition is: `application.telemetry_type`. */
function eventTable(definitions: readonly Definition[]) {
  const routes = inOrder(definitions).flatMap((definition) => {
    const { application, telemetry_type, receive } = definition;
    const own = (receive?.cloudevents ?? []).map(({ type, source = '' }) => ({ type, source, rank: 1 }));
    const named = { type: `${application}.${telemetry_type}`, source: '', rank: 0 };
    return [...own, named].map((route) => ({ ...route, ...subjectOf(definition) }));
  });
  routes.sort((a, b) => b.rank - a.rank || b.source.length - a.source.length);
  return Map.groupBy(routes, ({ type }) => type);
}

function otlpTable(definitions: readonly Definition[]): Map<string, OtlpSubject> {
  const table = new Map<string, OtlpSubject>();
  for (const definition of inOrder(definitions))
    for (const { signal, service = definition.application, name, records } of definition.receive?.otlp ?? []) {
      const key = keyOf(signal, service, name);
      if (!table.has(key)) table.set(key, { ...subjectOf(definition), records });
    }
  return table;
}
