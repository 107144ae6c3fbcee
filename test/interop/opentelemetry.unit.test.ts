import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, type LogRecordExporter, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.server.stop());

const resource = resourceFromAttributes({ 'service.name': 'acme', 'app.installation.id': 'system-1' });
type Options = { url: string; compression?: never };

const LOGS: [string, (options: Options) => LogRecordExporter][] = [
  ['JSON', (options) => new JsonLogs(options)],
  ['protobuf', (options) => new ProtobufLogs(options)],
];
const METRICS: [string, (options: Options) => PushMetricExporter][] = [
  ['JSON', (options) => new JsonMetrics(options)],
  ['protobuf', (options) => new ProtobufMetrics(options)],
];
const compression = 'gzip' as never;

describe('the OpenTelemetry SDK of JavaScript', () => {
  it.each(LOGS)('sends logs: %s', async (_, create) => {
    const exporter = create({ url: `${gateway.origin}/v1/logs`, compression });
    const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
    const logger = provider.getLogger('scope', '1.0');
    logger.emit({ eventName: 'acme.started', body: { a: [1, 'b', true] }, attributes: { version: '1.2.3' } });
    logger.emit({ eventName: 'nobody', body: 'is not registered, and rejected alone' });
    await provider.shutdown();
    expect(gateway.raw()).toMatchObject([
      {
        application: 'acme',
        system_id: 'system-1',
        payload: {
          body: { a: [1, 'b', true] },
          attributes: { version: '1.2.3' },
          scope: { name: 'scope', version: '1.0' },
        },
      },
    ]);
  });

  it.each(METRICS)('sends metrics: %s', async (_, create) => {
    const exporter = create({ url: `${gateway.origin}/v1/metrics`, compression });
    const provider = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter })] });
    const meter = provider.getMeter('scope');
    meter.createCounter('jobs').add(42);
    meter.createHistogram('size', { advice: { explicitBucketBoundaries: [5] } }).record(3);
    meter.createGauge('load').record(0.5, { cpu: '0' });
    await provider.shutdown();
    const [record, ...more] = gateway.raw();
    expect(more).toEqual([]);
    expect(record?.payload).toMatchObject({
      values: { jobs: 42 },
      points: { size: [{ count: 1, sum: 3, bucket_counts: [1, 0] }], load: [{ value: 0.5, attributes: { cpu: '0' } }] },
    });
  });

  it.each(LOGS)('sends again after a 503, and what it sends twice is one report: %s', async (_, create) => {
    gateway.publisher.failWith('timed_out');
    const exporter = create({ url: `${gateway.origin}/v1/logs` });
    const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
    provider.getLogger('scope').emit({ eventName: 'acme.started' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    gateway.publisher.failWith(undefined);
    await provider.forceFlush();
    await provider.shutdown();
    expect(gateway.raw()).toHaveLength(1);
  });
});
