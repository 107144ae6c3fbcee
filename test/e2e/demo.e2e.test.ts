import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { PublishedFigure, summaryKey } from '@heliograph/schema';
import { readTopic } from '@heliograph/stream';
import { eventually } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { sharedSystem } from './shared-system.ts';

const HELIOGRAPH = fileURLToPath(new URL('../../packages/devtools/src/main.ts', import.meta.url));

const { dataDir, gatewayUrl, portalUrl, kafka, rows } = sharedSystem();

async function demo(...args: string[]) {
  const all = [HELIOGRAPH, 'demo', '--systems', '60', '--data', dataDir, ...args];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (stream: Readable) => text(stream);
  const [out, err] = [read(child.stdout), read(child.stderr)];
  const [code] = await once(child, 'exit');
  return { code, out: await out, err: await err };
}

/** Of the demo's own sources: no other file has days that are final. */
const figures = () => rows('SELECT * FROM summary.published WHERE final ORDER BY 1, 2, 3, 4, 5, 6');

/** What the topic of the summaries says, by its keys. */
async function told(): Promise<Map<string | null, unknown>> {
  const records = await readTopic(kafka, 'summaries');
  return new Map(records.map(({ key, value }) => [key, value === null ? null : JSON.parse(value.toString())]));
}

// Twice a year of history through one system that other files use too: bounded far above what it takes on a busy machine.
const DEMO_TIMEOUT_MS = 600_000;

it(
  'makes a year of two sources, labelled so, whose systems report today as well; a second run adds nothing',
  async () => {
    const first = await demo();
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining(`${portalUrl}/`) });
    expect(first.err).toContain('SYNTHETIC');

    const days = await rows(
      `SELECT application, count(DISTINCT start)::int AS days FROM summary.published
     WHERE period = 'day' AND channel = 'production' AND final GROUP BY 1 ORDER BY 1`,
    );
    // Those whose reports are still believed come through the gateway, and are not final; on the first there may be nobody yet.
    expect(days.map(({ application }) => application)).toEqual(['pulp', 'trento']);
    for (const source of days) expect(source.days).toBeGreaterThan(350);
    const notices = await rows('SELECT DISTINCT notice, to_day FROM summary.notices');
    expect(notices).toEqual([{ notice: expect.stringMatching(/^Synthetic data/), to_day: null }]);

    const home = await fetch(portalUrl);
    expect(home.status).toBe(200);
    expect(await home.text()).toContain('Synthetic data');

    const both = await eventually(async () => {
      const [row] = await rows(
        `SELECT count(*)::int AS n FROM telemetry.systems
       JOIN summary.systems USING (application, telemetry_type, channel, system_key)
       WHERE first_day < current_date - 30`,
      );
      return Number(row?.n) > 60 && row;
    });
    expect(both).toBeDefined();

    const before = await figures();
    const second = await demo();
    expect(second.code).toBe(0);
    expect(second.err).toContain('  0 reports taken in');
    expect(await figures()).toEqual(before);

    await eventually(async () => (await rows('SELECT FROM summary.outbox')).length === 0);
    const topic = await told();
    for (const row of before.slice(0, 500)) {
      const figure = PublishedFigure.parse(topic.get(keyOf(row)));
      expect(figure).toMatchObject({ kind: row.kind, figures: row.figures, revision: row.revision, final: true });
    }
  },
  DEMO_TIMEOUT_MS,
);

it('sends the last days alone where the gateway is not the one of this machine’s system', async () => {
  const gateway = gatewayUrl.replace('127.0.0.1', 'localhost');
  const { code, err } = await demo('--gateway', gateway, '--seed', '2');
  expect(code).toBe(0);
  expect(err).toContain('The last days only');
});

function keyOf(row: Record<string, unknown>): string {
  const start = row.start instanceof Date ? localDay(row.start) : '';
  return summaryKey({ ...row, start } as Parameters<typeof summaryKey>[0]);
}

/** The driver reads a date as midnight here. */
function localDay(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}
