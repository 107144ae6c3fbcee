import { createRegister, RawRecord } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { startTestGateway } from '../../services/gateway/test/running-gateway.ts';

const ID = '/resource/app.installation.id';

const register = createRegister([
  aDefinition({
    application: 'acme',
    record: { system_id: ID, late_window: '2d' },
    fields: { [ID]: { type: 'string', sanitise: 'hash' }, '/values/jobs': { type: 'integer', max: 1_000_000 } },
    influx: { measurement: 'acme', tags: [ID], fields: ['/values/jobs'] },
    receive: {
      otlp: [
        { signal: 'logs', name: 'acme.started' },
        { signal: 'metrics', records: 'resource' },
      ],
    },
  }),
  aDefinition({ receive: { cloudevents: [{ type: 'org.example.status' }] } }),
]);

/** A gateway over HTTP for clients of other projects, with what it has published. */
export async function startGateway() {
  const gateway = await startTestGateway({}, register);
  return {
    ...gateway,
    origin: new URL(gateway.url).origin,
    raw: () => gateway.publisher.published.map(({ value }) => RawRecord.parse(JSON.parse(String(value)))),
  };
}
