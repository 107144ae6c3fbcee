import type { Protocol, Refusal } from '@heliograph/ingest';
import { type Definition, type HttpPath, perContent, pointerSegments, type Register } from '@heliograph/schema';
import { FORMS, type OwnPath, ownPathProtocol } from './protocols/plain/plain.ts';
import { type Format, MEDIA_TYPES, readValues } from './protocols/plain/read-values.ts';
import { readPopcon } from './protocols/popcon/popcon.ts';
import { readPrometheus } from './protocols/prometheus/prometheus.ts';
import { readPulp } from './protocols/pulp/pulp.ts';

/** What is at an address that only definitions know: a protocol, or the methods that it has others of; undefined if nothing. */
export type AtOwnPath = (
  method: string,
  host: string,
  path: string,
) => { readonly protocol: Protocol } | { readonly allow: readonly string[] } | undefined;

/**
 * Finds the addresses that the definitions give to products' own clients, by method, host and path. An address with a host
 * comes before one without. A definition that takes nothing in is found as well, so that its clients learn why. The table is
 * made anew when the register has changed.
 */
export function createOwnPaths(register: Pick<Register, 'definitions'>): AtOwnPath {
  const table = perContent(register, tableOf);
  return (method, host, path) => {
    const found = table().get(nameOf(host) + path) ?? table().get(path);
    if (found === undefined) return undefined;
    const protocol = found.get(method);
    return protocol === undefined ? { allow: [...found.keys()] } : { protocol };
  };
}

/** The protocols of all addresses that definitions give to clients. */
export function ownPathProtocols({ definitions }: Pick<Register, 'definitions'>): Protocol[] {
  return [...tableOf(definitions).values()].flatMap((protocols) => [...protocols.values()]);
}

/** A Host header without its port, in lower case. */
const nameOf = (host: string) => host.toLowerCase().replace(/:\d+$/, '');

function tableOf(definitions: readonly Definition[]): Map<string, Map<string, Protocol>> {
  const table = new Map<string, Map<string, Protocol>>();
  // Those that are retired come last: their addresses may have been given to others.
  for (const definition of definitions.toSorted((a, b) => Number(isRetired(a)) - Number(isRetired(b))))
    for (const address of definition.receive?.http ?? []) {
      const place = (address.host ?? '') + address.path;
      const protocols = table.get(place) ?? new Map<string, Protocol>();
      if (!protocols.has(address.method)) protocols.set(address.method, protocolOf(definition, address));
      table.set(place, protocols);
    }
  return table;
}

const isRetired = ({ status }: Definition) => status === 'retired';

function protocolOf({ application, telemetry_type }: Definition, address: HttpPath): Protocol {
  const { method, path, format, media_types, id, system_id, answer } = address;
  const { read, form, mediaTypes } = FORMATS[format];
  return ownPathProtocol({
    application,
    telemetry_type,
    method,
    path,
    read,
    form,
    mediaTypes: media_types?.map((type) => (type === '*/*' ? '*' : type)) ?? mediaTypes,
    id: id === undefined ? undefined : pointerSegments(id),
    systemId: system_id,
    answer,
  });
}

type FormatOf = Pick<OwnPath, 'read' | 'form' | 'mediaTypes'>;

/** How each format of `receive.http` is read. What is not plain has a folder of its own. */
const FORMATS: Readonly<Record<HttpPath['format'], FormatOf>> = {
  json: plainFormat('json'),
  'json-lines': plainFormat('json-lines'),
  form: plainFormat('form'),
  pulp: foreignFormat(readPulp, ['application/octet-stream', 'application/octets', 'application/x-protobuf']),
  popcon: foreignFormat(readPopcon, ['multipart/form-data', 'text/plain', 'application/gzip']),
  prometheus: foreignFormat((body, _, bounds) => readPrometheus(body, bounds), ['text/plain']),
};

function plainFormat(format: Format): FormatOf {
  const read: OwnPath['read'] = (body, _request, bounds) => readValues(body, format, bounds);
  return { read, form: FORMS[format], mediaTypes: MEDIA_TYPES[format] };
}

type ReadOne = (...given: Parameters<OwnPath['read']>) => { readonly value: unknown } | Refusal;

function foreignFormat(readOne: ReadOne, mediaTypes: readonly string[]): FormatOf {
  const read: OwnPath['read'] = (...given) => {
    const one = readOne(...given);
    return 'refused' in one ? one : [{ pointer: '', value: one.value }];
  };
  return { read, form: undefined, mediaTypes };
}
