// Selecting rows of the list, to change many at once.

import type { Locator, Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { logCall } from '../support/http.ts';
import { live, open } from '../support/live.ts';
import { numbers, rows, table } from '../support/table.ts';

const bar = (page: Page): Locator => page.getByRole('form', { name: 'Selection', exact: true });
const tick = (page: Page, number: string): Locator => page.getByRole('checkbox', { name: `Select ${number}`, exact: true });
const shown = (page: Page): Promise<string[]> =>
  table(page).locator('.row-link').allTextContents().then((texts) => texts.map((text) => text.trim()));

test.describe('an agent', () => {
  test.use({ account: 'agent' });

  test('picks rows over pages, with the mouse, and edits them', async ({ page }) => {
    await open(page, '/interactions');
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    const first = await shown(page);
    await expect(bar(page).getByRole('status')).toHaveText('Nothing selected');
    await tick(page, first[1] ?? '').check();
    await tick(page, first[4] ?? '').click({ modifiers: ['Shift'] });
    await expect(bar(page).getByRole('status')).toHaveText('4 selected');
    await expect(tick(page, first[2] ?? '')).toBeChecked();
    await tick(page, first[3] ?? '').uncheck();
    await expect(bar(page).getByRole('status')).toHaveText('3 selected');
    await expect(rows(page).and(page.locator('[aria-selected="true"]'))).toHaveCount(3);

    // On the next page, after a visit to a record, and after a reload they are still picked.
    await page.getByRole('link', { name: 'Next page', exact: true }).click();
    await expect.poll(() => shown(page)).not.toEqual(first);
    const second = await shown(page);
    await tick(page, second[0] ?? '').check();
    await expect(bar(page).getByRole('status')).toHaveText('4 selected');
    await table(page).getByRole('link', { name: second[0] ?? '', exact: true }).click();
    await page.waitForURL(`**/interactions/${second[0]}`);
    await page.goBack();
    await expect(bar(page).getByRole('status')).toHaveText('4 selected');
    await expect(tick(page, second[0] ?? '')).toBeChecked();
    await page.reload();
    await live(page);
    await expect(tick(page, second[0] ?? '')).toBeChecked();
    await bar(page).getByRole('button', { name: 'Edit selected', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit 4 interactions');
    await page.goBack();
    await bar(page).getByRole('button', { name: 'Clear selection', exact: true }).click();
    await expect(tick(page, second[0] ?? '')).not.toBeChecked();
    await expect(bar(page).getByRole('status')).toHaveText('Nothing selected');
  });

  test('picks by keyboard alone, the page, and all of a list', async ({ page }) => {
    const summary = unique('Picked by key');
    await logCall(page, { summary });
    await logCall(page, { summary });
    await open(page, `/interactions?q=${encodeURIComponent(summary)}`);
    await page.keyboard.press('x');
    await expect(bar(page)).toBeVisible();
    const [number] = await shown(page);
    await expect(tick(page, number ?? '')).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(tick(page, number ?? '')).toBeChecked();
    await page.keyboard.press('x');
    await expect(tick(page, number ?? '')).not.toBeChecked();
    await bar(page).getByRole('button', { name: 'Select page', exact: true }).click();
    await expect(bar(page).getByRole('status')).toHaveText('2 selected');
    const download = page.waitForEvent('download');
    await bar(page).getByRole('link', { name: 'Export selected', exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(/^interactions-.*\.csv$/);
    await bar(page).getByRole('button', { name: 'Select page', exact: true }).click();
    await expect(bar(page).getByRole('status')).toHaveText('Nothing selected');
    await bar(page).getByRole('link', { name: 'Edit all of this list', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit 2 interactions');
    await page.getByRole('link', { name: 'Back to the list', exact: true }).click();
    await expect.poll(() => numbers(page)).toHaveLength(2);
  });

  for (const [what, size] of [['on a desk', { width: 1440, height: 900 }], ['on a phone', { width: 390, height: 844 }]] as const) {
    test(`the boxes and the bar are in order ${what}`, async ({ page }) => {
      await page.setViewportSize(size);
      await open(page, '/interactions?select=1&columns=number%2Csummary%3A300%2Cstatus');
      await bar(page).getByRole('button', { name: 'Select page', exact: true }).click();
      await expect(bar(page).getByRole('status')).toHaveText('50 selected');
      await axe(page);
      await expectNoSidewaysScroll(page);
    });
  }
});

test('who only reads has nothing to select for', async ({ browserAs }) => {
  const page = await browserAs('viewer');
  await open(page, '/interactions');
  await expect(page.getByRole('button', { name: 'Columns', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Select', exact: true })).toHaveCount(0);
});

test.describe('where JavaScript is off', () => {
  test.use({ account: 'agent', javaScriptEnabled: false });

  test('the boxes of a page lead on', async ({ page }) => {
    await page.goto('/interactions');
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    const [first = '', second = ''] = await shown(page);
    await tick(page, first).check();
    await tick(page, second).check();
    await bar(page).getByRole('button', { name: 'Edit selected', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit 2 interactions');
  });
});
