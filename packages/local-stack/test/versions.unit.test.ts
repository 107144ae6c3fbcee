import { describe, expect, it } from 'vitest';
import { influxVersion } from '../src/influx-config.ts';
import { javaVersion } from '../src/java.ts';

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_402"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "25-ea" 2025-09-16', 25],
  ])('in %j is %d', (output, version) => {
    expect(javaVersion(output)).toBe(version);
  });

  it('is unknown where the output is something else', () => {
    expect(javaVersion('The operation could not be completed. Unable to locate a Java Runtime.')).toBeUndefined();
  });
});

describe('the version of InfluxDB', () => {
  it.each([
    ['InfluxDB v2.7.12 (git: ec9dcde5d6) build_date: 2025-05-20T22:48:59Z', { major: 2, version: '2.7.12' }],
    ['InfluxDB 2.7.1 (git: 407fa622e9)', { major: 2, version: '2.7.1' }],
    ['InfluxDB v1.6.7~rc0 (git: unknown unknown)', { major: 1, version: '1.6.7~rc0' }],
    ['InfluxDB vunknown (git: unknown unknown)', { major: 1, version: 'unknown' }],
  ])('in %j is %j', (output, version) => {
    expect(influxVersion(output)).toEqual(version);
  });

  it('is refused where no write path is known to work', () => {
    expect(influxVersion('InfluxDB dev (git: none)')).toBeUndefined();
    expect(influxVersion('InfluxDB v3.0.0')).toBeUndefined();
    expect(influxVersion('influxdb3 0.1')).toBeUndefined();
  });
});
