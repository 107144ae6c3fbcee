import { type Profiler, Session } from 'node:inspector/promises';
import { afterEach, expect, it } from 'vitest';
import { aKey, SECRET } from './keys.ts';
import { aPulpReport } from './reports.ts';
import { startTestGateway } from './running-gateway.ts';

const MOST_FILES = 10;
const SOURCE = /\/services\/gateway\/src\/(.+)$/;

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
afterEach(() => gateway.server.stop());

/** The files of the gateway of which a function runs while `work` is under way. */
async function filesRunBy(work: () => Promise<unknown>): Promise<string[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  return result.filter(hasRun).flatMap(({ url }) => SOURCE.exec(url)?.[1] ?? []);
}

const hasRun = ({ functions }: Profiler.ScriptCoverage) =>
  functions.some(({ functionName, ranges }) => functionName !== '' && ranges.some(({ count }) => count > 0));

it.each([false, true])('a report crosses few files of the gateway: with a key %s', async (hasKey) => {
  gateway = await startTestGateway({ accessKeySecret: SECRET });
  const { text, record } = aKey();
  gateway.keys.put({ key: record.id, value: Buffer.from(JSON.stringify(record)) });
  const headers = hasKey ? { Authorization: `Bearer ${text}` } : {};
  const body = JSON.stringify(aPulpReport());
  const send = async () => {
    const answer = await gateway.post(body, headers);
    expect([answer.status, await answer.json()]).toMatchObject([202, {}]);
  };
  // fetch opens two connections; what is done for a connection is not done for a report.
  for (let warm = 0; warm < 2; warm += 1) await send();
  const files = await filesRunBy(send);
  expect(files).toContain('protocols/json/json.ts');
  expect(files).toContain('limits/rate-limits.ts');
  expect(files.length, files.join(', ')).toBeLessThanOrEqual(MOST_FILES);
});
