import type { Context, ProtocolRequest } from '@heliograph/ingest';

/** What a request says of its reports beside its body. */
export interface BesideBody {
  readonly id: string | undefined;
  readonly time: string | undefined;
  readonly schemaVersion: number | string | undefined;
  readonly context: Context;
}

interface Options {
  readonly isQueryOurs: boolean;
  /** A name of the context that has the system; it comes first. */
  readonly systemId?: string | undefined;
}

/**
 * Reads the headers `Idempotency-Key`, `Heliograph-Time`, `Heliograph-System-Id` and `Heliograph-Schema-Version`. The query
 * parameters `id`, `time`, `system_id` and `schema_version` mean the same where the query is the gateway's own; a header
 * comes first.
 */
export function readBesideBody(request: ProtocolRequest, { isQueryOurs, systemId = '' }: Options): BesideBody {
  const { context } = request;
  const query = isQueryOurs ? request.query : new URLSearchParams();
  const read = (header: string, parameter: string) => request.header(header) ?? query.get(parameter) ?? undefined;
  const version = read('heliograph-schema-version', 'schema_version');
  const system_id = context[systemId] ?? read('heliograph-system-id', 'system_id');
  return {
    id: unquoted(read('idempotency-key', 'id')),
    time: read('heliograph-time', 'time'),
    schemaVersion: version !== undefined && /^\d{1,7}$/.test(version) ? Number(version) : version,
    context: system_id === undefined ? context : { ...context, system_id },
  };
}

/** The header is a string of RFC 8941 by its draft, in quotes; many clients send the text alone. Empty is none. */
function unquoted(text: string | undefined): string | undefined {
  const inner = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text ?? '')?.[1]?.replaceAll(/\\(.)/g, '$1') ?? text;
  return inner === '' ? undefined : inner;
}
