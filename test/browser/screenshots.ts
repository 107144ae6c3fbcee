import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { orExit } from '@heliograph/local-stack';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { findChromium, launchChromium } from './chromium.ts';
import { palettePng } from './palette-png.ts';
import { type Site, startSite } from './site.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const WIDTHS = [360, 800, 1440];
const DARK_WIDTH = 1440;
/** What is below it shows no more of how the site looks, and costs everybody who fetches the repository. */
const MOST_PIXELS = 2400;
const VIEW_HEIGHT = 900;

const PAGES: Readonly<Record<string, string>> = {
  home: '/',
  source: '/sources/pulp/status?range=year',
  figure: '/sources/pulp/status/figures/version?range=year',
  collected: '/sources/pulp/status/collected',
  changes: '/sources/pulp/status/changes',
  data: '/data',
  status: '/status',
  'your-data': '/your-data',
};
const ALSO_DARK = ['home', 'source', 'figure', 'status'];

/** Takes the pictures of docs/screenshots: made-up figures, at a day that is always the same. */
async function takeAll(site: Site): Promise<void> {
  const browser = await launchChromium(process.env);
  const shot = async (name: string, path: string, width: number, colorScheme: 'light' | 'dark') => {
    const viewport = { width, height: VIEW_HEIGHT };
    const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
    const response = await page.goto(`${site.production}${path}`);
    if (response?.status() !== 200) throw new Error(`${path} answered ${response?.status()}`);
    await writeFile(
      `${FOLDER}${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png`,
      await picture(page, width),
    );
    await page.close();
  };
  try {
    await mkdir(FOLDER, { recursive: true });
    for (const [name, path] of Object.entries(PAGES)) {
      for (const width of WIDTHS) await shot(name, path, width, 'light');
      if (ALSO_DARK.includes(name)) await shot(name, path, DARK_WIDTH, 'dark');
    }
  } finally {
    await browser.close();
  }
}

async function picture(page: Page, width: number): Promise<Buffer> {
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const taken = await page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, MOST_PIXELS) },
  });
  return palettePng(PNG.sync.read(taken));
}

async function main(): Promise<void> {
  findChromium(process.env);
  const site = await startSite({ env: process.env, say: (line) => void process.stderr.write(`${line}\n`) });
  try {
    await takeAll(site);
  } finally {
    await site.stop();
  }
}

await orExit(main());
