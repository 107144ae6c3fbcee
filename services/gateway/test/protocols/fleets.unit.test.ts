import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { loadDefinitions } from '@heliograph/definitions';
import { RawRecord } from '@heliograph/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway } from '../running-gateway.ts';
import { bytes, int } from './wire.ts';

const folder = new URL('../../../../packages/schema/definitions/', import.meta.url).pathname;
const FLEETS = ['home-assistant', 'popcon', 'cozystack'].map((name) => `${folder}fleets/${name}`);
const register = await loadDefinitions([folder, ...FLEETS].join(','));

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
beforeEach(async () => {
  gateway = await startTestGateway({}, register);
});
afterEach(() => gateway.server.stop());

const raw = () => gateway.publisher.published.map(({ value }) => RawRecord.parse(JSON.parse(String(value))));
const send = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  fetch(new URL(gateway.url).origin + path, { method: 'POST', body, headers, redirect: 'error' });
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

describe('Home Assistant', () => {
  const report = {
    uuid: 'b7f850f6ed8cf41e88b0601cd318273e',
    version: '2024.6.2',
    installation_type: 'Home Assistant OS',
  };

  it('is answered with 200 and nothing, and counts for the time of receipt', async () => {
    const answer = await send('/v1', JSON.stringify(report), { 'Content-Type': 'application/json' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(raw()).toMatchObject([{ application: 'home-assistant', system_id: report.uuid, payload: report }]);
  });
});

describe('Pulp', () => {
  const SYSTEM = '2f1d3c8e-94f5-4d6e-9f0b-3d9a0f2b7c55';
  const component = (name: string, version: string) => bytes(4, bytes(1, name), bytes(2, version));
  const old = [
    ...bytes(1, SYSTEM),
    ...bytes(2, int(1, 2), int(2, 1)),
    ...bytes(3, int(1, 8), int(2, 2)),
    ...component('core', '3.21.0'),
    ...component('rpm', '3.18.1'),
  ];
  const later = [...old, ...int(5, 130014), ...bytes(6, int(1, 3), int(3, 0)), ...bytes(15, 'of a later version')];
  const headers = { 'Content-Type': 'application/octet-stream' };

  it('is answered with 200 and nothing, whichever its version', async () => {
    for (const message of [old, later]) {
      const answer = await send('/', new Uint8Array(message), headers);
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    const common = {
      system_id: SYSTEM,
      version: '3.21.0',
      plugins: { rpm: '3.18.1' },
      online_workers: { processes: 8, hosts: 2 },
      online_content_apps: { processes: 2, hosts: 1 },
    };
    expect(raw().map(({ payload }) => payload)).toEqual([
      common,
      { ...common, postgresql_version: 130014, rbac_stats: { users: 3, domains: 0 } },
    ]);
  });

  it.each<[string, readonly number[]]>([
    ['without the id that it requires', component('core', '3.21.0')],
    ['cut off', later.slice(0, 20)],
    ['nothing', []],
    ['of a million components', Array(300_000).fill([34, 0]).flat()],
    ['JSON', [...Buffer.from('{"system_id":"x"}')]],
  ])('is refused and not stored: %s', async (_, message) => {
    expect(await codeOf(await send('/', new Uint8Array(message), headers))).toEqual([400, 'malformed_body']);
    expect(gateway.publisher.published).toEqual([]);
  });
});

describe('popularity-contest', () => {
  const ID = '260f0500f66cbe46c133f2b2a570874a';
  const submission = [
    `POPULARITY-CONTEST-0 TIME:1796070189 ID:${ID} ARCH:arm64 POPCONVER:1.77 VENDOR:Debian`,
    '1789223512 1709712495 dpkg /usr/bin/dpkg <OLD>',
    '1795809820 1781848714 libc6 /usr/bin/libc6 <NOFILES>',
    '1789031845 1772368968 libstdc++6 /usr/bin/libstdc++6 <RECENT-CTIME>',
    '1787932742 1707694812 g++ /usr/bin/g++',
    '0 0 empty',
    'END-POPULARITY-CONTEST-0 TIME:1796070190',
    '',
  ].join('\n');
  const form = (content: Uint8Array, name = 'popcondata') =>
    Buffer.concat([
      Buffer.from(
        `--x--y\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--y\r\nContent-Disposition: form-data; name="${name}"; filename="popcon"\r\nContent-Type: application/gzip\r\n\r\n`,
      ),
      content,
      Buffer.from('\r\n--x--y--\r\n'),
    ]);
  const TYPE = { 'Content-Type': 'multipart/form-data; boundary="x--y"' };

  it.each<[string, Buffer, Record<string, string>]>([
    ['in gzip, as a part of a form', form(gzipSync(submission)), TYPE],
    ['as a part of a form', form(Buffer.from(submission)), TYPE],
    ['in gzip', gzipSync(submission), { 'Content-Type': 'application/gzip' }],
    ['as text', Buffer.from(submission), { 'Content-Type': 'text/plain' }],
  ])('is answered with the line that the client looks for: %s', async (_, body, headers) => {
    const answer = await send('/cgi-bin/popcon.cgi', new Uint8Array(body), headers);
    expect(answer.status).toBe(200);
    expect((await answer.text()).split('\n')).toContain('DEBIAN POPCON HTTP-POST OK');
    expect(raw()).toMatchObject([{ system_id: ID, time: '2026-11-30T20:23:09.000Z' }]);
    expect(raw()[0]?.payload).toEqual({
      id: ID,
      time: '2026-11-30T20:23:09.000Z',
      architecture: 'arm64',
      popcon_version: '1.77',
      vendor: 'Debian',
      packages: { dpkg: 'old', libc6: 'no_files', 'libstdc++6': 'recent', 'g++': 'used', empty: 'used' },
    });
  });

  it.each<[string, Buffer, number]>([
    ['without its last line', form(Buffer.from(submission.slice(0, 200))), 400],
    ['cut off within the form', form(gzipSync(submission)).subarray(0, 300), 400],
    ['without its part', form(gzipSync(submission), 'file'), 400],
    ['no gzip', form(gzipSync(submission).subarray(0, 30)), 400],
    ['a bomb', form(gzipSync(Buffer.alloc(20 * 1_048_576))), 413],
    ['nothing', Buffer.alloc(0), 400],
  ])('is refused and not stored: %s', async (_, body, status) => {
    expect((await send('/cgi-bin/popcon.cgi', new Uint8Array(body), TYPE)).status).toBe(status);
    expect(gateway.publisher.published).toEqual([]);
  });

  it('is rejected for a time that is none', async () => {
    const answer = await send('/cgi-bin/popcon.cgi', submission.replace('1796070189', 'noon'), {
      'Content-Type': 'text/plain',
    });
    expect(await answer.json()).toMatchObject({ results: [{ error: { code: 'invalid_time', pointer: '/time' } }] });
  });
});

describe('Cozystack', () => {
  const metrics = [
    '# TYPE cozy_nodes_count gauge',
    'cozy_cluster_info{cozystack_version="v0.18.0",kubernetes_version="v1.30.1",oidc_enabled="false",bundle_name="paas-full"} 1',
    'cozy_nodes_count{os="linux (Talos (v1.8.1))",kernel="6.6.54 \\"x\\\\y\\n"} 3 1796070189000',
    'cozy_nodes_count{os="linux",} NaN',
    'cozy_tenants_count 2',
    '',
  ].join('\n');
  /** As its clients send it: fetch cannot name another host. */
  async function post(body: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
    const { request } = process.getBuiltinModule('node:http');
    const all = { Host: 'telemetry.cozystack.io', 'Content-Type': 'text/plain', ...headers };
    const sent = request({ port: new URL(gateway.url).port, method: 'POST', path: '/', headers: all });
    const answered = new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
    sent.end(body);
    const answer = await answered;
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    return { status: answer.statusCode ?? 0, text };
  }
  const CLUSTER = { 'X-Cluster-ID': 'c7fada84-9dad-41d1-80b4-00c04fd430c8' };

  it('is of the cluster that its header names', async () => {
    expect(await post(metrics, CLUSTER)).toEqual({ status: 200, text: '' });
    expect(raw()).toMatchObject([
      {
        application: 'cozystack',
        system_id: CLUSTER['X-Cluster-ID'],
        payload: {
          cluster_id: CLUSTER['X-Cluster-ID'],
          values: { cozy_tenants_count: 2 },
          info: { cozy_cluster_info: { cozystack_version: 'v0.18.0' } },
          series: {
            cozy_nodes_count: [
              { labels: { os: 'linux (Talos (v1.8.1))', kernel: '6.6.54 "x\\y\n' }, value: 3 },
              { labels: { os: 'linux' }, value: null },
            ],
          },
        },
      },
    ]);
    expect(JSON.parse((await post(metrics, {})).text)).toMatchObject({
      results: [{ error: { code: 'missing_system_id' } }],
    });
  });

  it.each<[string, string, number]>([
    ['no metrics', 'hello world', 400],
    ['nothing', '\n# only a comment\n', 400],
    ['a label without an end', 'a{b="c} 1', 400],
    ['a label twice quoted', 'a{b=c} 1', 400],
    ['no value', 'a{b="c"}', 400],
    ['too many series', 'a 1\n'.repeat(10_001), 413],
  ])('is refused and not stored: %s', async (_, body, status) => {
    expect((await post(body, CLUSTER)).status).toBe(status);
    expect(gateway.publisher.published).toEqual([]);
  });
});
