import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing } from './browsing.ts';
import { ERASED, EXPORTED } from './seed.postgres.ts';

const { site, open, reader } = browsing();
const opened = reader();

const follow = (page: Page, name: RegExp) => page.getByRole('link', { name }).first().click();
const content = (page: Page) => page.locator('main').textContent();

describe('somebody who comes for the first time', () => {
  it('finds, by following links by their names alone, what there is to be known', async () => {
    await using opened = await open({ viewport: { width: 390, height: 844 } });
    const { page, faults } = opened;
    await page.goto('/');

    // Which versions are in use?
    await follow(page, /Daily status of a Pulp system/);
    await page.getByRole('heading', { name: 'Pulp versions' }).first().waitFor();
    expect(await content(page)).toContain('3.97');
    await follow(page, /^x\.y\.z/);
    expect(await content(page)).toContain('3.97.3');

    // How fast do people upgrade?
    await page.getByRole('heading', { name: /How fast do people upgrade/ }).waitFor();
    expect(await content(page)).toMatch(/\d+ (?:to \d+ )?days until half of the systems ran it/);

    // What is collected about me?
    await follow(page, /What is collected/);
    await follow(page, /Daily status of a Pulp system/);
    expect(await content(page)).toContain('/system_id');
    expect(await content(page)).toContain('keyed hash');
    expect(await page.locator('#opt-out').count()).toBe(1);

    // How do I get it deleted?
    await follow(page, /Your data/i);
    expect(await content(page)).toContain('curl -i https://telemetry.example.org/v1/erasures');
    expect(await faults()).toEqual([]);
  });
});

describe('your data', () => {
  it('shows what became of a request, and tells its id to nobody', async () => {
    const { page, faults } = opened();
    await page.goto('/your-data');
    await page.getByLabel('Id of your request').fill(ERASED);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(`${site}/requests/${ERASED}`);
    expect(await content(page)).toMatch(/delet|eras/i);
    await page.goto(`/requests/${EXPORTED}`);
    const download = page.waitForEvent('download');
    await page.locator(`a[href="/api/v1/exports/${EXPORTED}"]`).click();
    expect((await download).suggestedFilename()).toMatch(/\.json$/);
    expect(await faults()).toEqual([]);
  });

  it('says what is wrong with an id that is none', async () => {
    const { page } = opened();
    await page.goto('/your-data');
    await page.getByLabel('Id of your request').fill('not-an-id');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await content(page)).toContain('cannot be the id of a request');
  });
});
