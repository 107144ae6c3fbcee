import { createRegister, RawRecord } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { startTestGateway } from '../running-gateway.ts';
import { attribute, bytes, double, fixed64, int, text } from './wire.ts';

const ID = '/resource/app.installation.id';
const of = (application: string, otlp: object[]) =>
  aDefinition({
    application,
    record: { system_id: ID, late_window: '2d' },
    fields: { [ID]: { type: 'string', sanitise: 'hash' }, '/version': { type: 'version' } },
    influx: { measurement: application, tags: [ID], fields: ['/version'] },
    receive: { otlp: otlp as never },
  });
const register = createRegister([
  of('acme', [
    { signal: 'logs', name: 'acme.started' },
    { signal: 'metrics', service: 'acme-server', records: 'resource' },
  ]),
  of('points', [{ signal: 'metrics' }]),
]);

export const PROTOBUF = 'application/x-protobuf';

/** A gateway that knows what is sent here, and how it is sent. */
export async function startOtlpGateway() {
  const { server, url, publisher } = await startTestGateway({ gatewayMaxRecords: 1000 }, register);
  const post = (signal: string, body: string | readonly number[] | Buffer, headers: Record<string, string> = {}) =>
    fetch(new URL(`/v1/${signal}`, url), {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'Content-Type': typeof body === 'string' ? 'application/json' : PROTOBUF, ...headers },
    });
  const raw = () => publisher.published.map(({ value }) => RawRecord.parse(JSON.parse(String(value))));
  return { server, publisher, post, raw };
}

/** Status, media type and body: a text, or the bytes of protobuf. */
export async function read(answer: Response): Promise<[number, string | null, string | number[]]> {
  const body = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get('content-type');
  return [answer.status, type, type === PROTOBUF ? [...body] : body.toString()];
}

export const nanos = BigInt(Date.now()) * 1_000_000n + 123_456n;
const resource = bytes(1, text(1, 'service.name', 'acme'), text(1, 'app.installation.id', 'system-1'));
/** A log record with a value of every kind. */
export const record = [
  fixed64(1, nanos),
  int(2, 9),
  bytes(5, bytes(1, 'hello')),
  text(6, 'acme.version', '1.2.3'),
  attribute(6, 'big', int(3, 9_007_199_254_740_993n)),
  attribute(6, 'negative', int(3, -5)),
  attribute(6, 'list', bytes(5, bytes(1, double(4, 0.5)), bytes(1, int(2, 1)))),
  attribute(6, 'map', bytes(6, text(1, 'k', 'v'))),
  attribute(6, 'bytes', bytes(7, [1, 2, 3])),
  bytes(9, Array(16).fill(0xab)),
  bytes(12, 'acme.started'),
  bytes(99, 'a field of a later version'),
].flat();
export const logs = (...records: readonly (readonly number[])[]) =>
  bytes(1, resource, bytes(2, bytes(1, bytes(1, 'scope')), ...records.map((one) => bytes(2, one))));
