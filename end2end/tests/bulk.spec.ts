// Many changed at once: previewed, made by a job, taken back.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { box, expectSelected, expectWrong } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const pick = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).check();

async function logged(page: Page, count: number): Promise<string> {
  const numbers = [];
  for (let n = 0; n < count; n += 1) {
    numbers.push(await logCall(page, { summary: unique('One of many') }));
  }
  return `/interactions/bulk?${numbers.map((number) => `pick=${number}`).join('&')}`;
}

test.describe('an agent', () => {
  test.use({ account: 'agent' });

  test('previews a change, makes it, and takes it back', async ({ page }) => {
    const address = await logged(page, 3);
    await open(page, address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit 3 interactions');
    await expect(box(page, 'Status')).toBeHidden();
    await pick(page, 'Set status');
    await expect(box(page, 'Group')).toBeHidden();
    await box(page, 'Status').selectOption({ label: 'On Hold' });
    await button(page, 'Preview').click();
    await expectWrong(box(page, 'State reason'), /state reason/i);
    await box(page, 'State reason').selectOption({ label: 'Waiting internal' });
    await button(page, 'Preview').click();
    const preview = region(page, 'Preview');
    await expect(preview.getByRole('row')).toHaveCount(4);
    await expect(preview).toContainText('Status: New → becomes On Hold');
    await expect(preview).toContainText('No e-mail goes out.');
    // What was said is not true of another form.
    await box(page, 'State reason').selectOption({ label: 'Waiting on customer' });
    await expect(button(page, /^Change/)).toHaveCount(0);
    await button(page, 'Preview').click();
    await button(page, 'Change 3 interactions').click();
    await expect(page).toHaveURL(/\/interactions\/bulk\/\d+$/);
    await expect(page.getByRole('status').filter({ hasText: '3 of 3 done.' })).toBeVisible();
    await expect(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('value', '100');
    const job = page.url();
    await button(page, 'Undo').click();
    await expect(page).not.toHaveURL(job);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Undo: Set status to On Hold');
    await expect(page.getByRole('status').filter({ hasText: '3 of 3 done.' })).toBeVisible();
    await page.getByRole('link', { name: /^job \d+$/ }).click();
    await expect(page).toHaveURL(job);
    await expect(button(page, 'Undo')).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText('It was undone');
  });

  test('assigns to a member of a group, and adds a watcher by keyboard', async ({ page }) => {
    const address = await logged(page, 2);
    await open(page, address);
    const group = box(page, 'Group');
    const label = await group.locator('option').nth(1).textContent();
    await group.selectOption({ label: label ?? '' });
    await expect(box(page, 'Individual').locator('option')).not.toHaveCount(1);
    await button(page, 'Preview').click();
    await expect(region(page, 'Preview')).toContainText('Group: – → becomes');
    await page.getByRole('radio', { name: 'Assign', exact: true }).focus();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('radio', { name: 'Add watcher', exact: true })).toBeChecked();
    await box(page, 'Watcher').focus();
    await page.keyboard.type('victoria ash');
    await expect(page.getByRole('option', { name: PEOPLE.vip.name })).toBeVisible();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(region(page, 'Preview')).toContainText(`Watcher: – → becomes ${PEOPLE.vip.name}`);
    await expect(region(page, 'Preview')).toContainText('2 e-mails go out, to 1 person.');
  });

  test('is told which cannot be changed, before and after', async ({ page }) => {
    const address = await logged(page, 1);
    await open(page, `${address}&pick=INT9999999&pick=soon`);
    await expect(page.getByRole('status').filter({ hasText: '“soon” is no number' })).toBeVisible();
    await pick(page, 'Set status');
    await box(page, 'Status').selectOption({ label: 'In Progress' });
    await button(page, 'Preview').click();
    await expect(region(page, 'Preview')).toContainText('1 interaction: INT9999999');
    await button(page, 'Change 1 interaction').click();
    await expect(page.getByRole('table', { name: 'Failures' }).getByRole('row')).toHaveCount(2);
    await expect(page.getByRole('link', { name: 'INT9999999' })).toBeVisible();
  });

  test('is told what of a list is too much, and opens the file of what is chosen', async ({ page, watch }) => {
    watch.expectStatus(422);
    await open(page, '/interactions/bulk?matches=1&f=summary:contains:qqzzqq');
    await expect(page.getByRole('main')).toContainText('This list has no interactions.');
    const address = await logged(page, 1);
    await open(page, address);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV', exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(/^interactions-.*\.csv$/);
  });

  for (const [where, viewport] of [
    ['on a desk', { width: 1440, height: 900 }],
    ['on a phone', { width: 390, height: 844 }],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`the pages are for everybody, ${where}, ${colorScheme}`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        const address = await logged(page, 2);
        await open(page, `${address}&pick=INT9999999`);
        await pick(page, 'Set status');
        await box(page, 'Status').selectOption({ label: 'In Progress' });
        await button(page, 'Preview').click();
        await expect(button(page, /^Change/)).toBeVisible();
        await axe(page);
        await expectNoSidewaysScroll(page);
        await button(page, /^Change/).click();
        await expect(page.getByRole('status').filter({ hasText: '3 of 3 done.' })).toBeVisible();
        await expect(button(page, 'Undo')).toBeVisible();
        await axe(page);
        await expectNoSidewaysScroll(page);
      });
    }
  }
});

test.describe('where JavaScript is off', () => {
  test.use({ account: 'agent', javaScriptEnabled: false });

  test('a change is previewed, made and taken back', async ({ page }) => {
    const address = await logged(page, 2);
    await page.goto(address);
    await pick(page, 'Set status');
    await box(page, 'Status').selectOption({ label: 'On Hold' });
    await box(page, 'State reason').selectOption({ label: 'Waiting internal' });
    await button(page, 'Preview').click();
    await expect(region(page, 'Preview')).toContainText('Status: New → becomes On Hold');
    await expectSelected(box(page, 'Status'), 'On Hold');
    await button(page, 'Change 2 interactions').click();
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole('main')).toContainText('2 of 2 done.', { timeout: 100 });
    }).toPass();
    await button(page, 'Undo').click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Undo:');
  });
});
