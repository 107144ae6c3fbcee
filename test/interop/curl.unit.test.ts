import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadDefinitions } from '@heliograph/definitions';
import { createRegister } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway } from '../../services/gateway/test/running-gateway.ts';

const run = promisify(execFile);
const DOCUMENTS = new URL('../../docs/sources/', import.meta.url);
const DEFINITIONS = new URL('../../packages/schema/definitions/', import.meta.url).pathname;
const FLEETS = ['home-assistant', 'popcon', 'cozystack'].map((name) => `${DEFINITIONS}fleets/${name}`);
const ADDRESS = 'http://127.0.0.1:8080';

/** The definition that the page about OpenTelemetry describes. */
const acme = aDefinition({
  application: 'acme',
  record: { system_id: '/resource/app.installation.id', late_window: '2d' },
  fields: {
    '/resource/app.installation.id': { type: 'uuid', sanitise: 'hash' },
    '/attributes/version': { type: 'version' },
  },
  influx: { measurement: 'acme', tags: ['/resource/app.installation.id'], fields: ['/attributes/version'] },
  receive: { otlp: [{ signal: 'logs', name: 'acme.started' }] },
});

/** Every command of curl that a page prints, by the page. */
const commands = readdirSync(DOCUMENTS).flatMap((page) => {
  const text = readFileSync(new URL(page, DOCUMENTS), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const starts = /^(?=(?:gzip .*\| )?curl )/m;
  const own = blocks
    .flatMap((block) => block.split(starts))
    .filter((one) => one.includes('curl ') && one.includes(ADDRESS));
  return own.map((command, i): [string, string] => [`${page}, ${i + 1}`, command]);
});

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
const folder = mkdtempSync(join(tmpdir(), 'heliograph-curl-'));
beforeAll(async () => {
  const { definitions } = await loadDefinitions([DEFINITIONS, ...FLEETS].join(','));
  gateway = await startTestGateway({}, createRegister([...definitions, acme]));
  const submission = [
    'POPULARITY-CONTEST-0 TIME:1796070189 ID:260f0500f66cbe46c133f2b2a570874a ARCH:arm64 POPCONVER:1.77 VENDOR:Debian',
    '1787932742 1707694812 gcc /usr/bin/gcc',
    'END-POPULARITY-CONTEST-0 TIME:1796070190',
  ];
  writeFileSync(join(folder, 'submission.txt'), `${submission.join('\n')}\n`);
});
afterAll(async () => {
  await gateway.server.stop();
  rmSync(folder, { recursive: true });
});

describe('curl, as the pages about sources print it', () => {
  it('stands on every page about one that can be tried by hand', () => {
    const pages = new Set(commands.map(([name]) => name.split(',')[0]));
    expect([...pages].toSorted()).toEqual(
      ['cloudevents', 'home-assistant', 'opentelemetry', 'plain', 'popcon', 'prometheus', 'trento'].map(
        (page) => `${page}.md`,
      ),
    );
  });

  it.each(commands)('is answered with success, and publishes a record: %s', async (_, command) => {
    gateway.publisher.forget();
    const origin = new URL(gateway.url).origin;
    const { stdout } = await run('bash', ['-c', command.replaceAll(ADDRESS, origin)], { cwd: folder });
    expect(stdout).toMatch(/^HTTP\/1\.1 20[02] /m);
    expect(gateway.publisher.published.length).toBeGreaterThan(0);
  });
});
