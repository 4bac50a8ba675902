// The list as a file, with and without JavaScript.

import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures.ts';
import { open } from '../support/live.ts';
import { COLUMNS, count, numbers } from '../support/table.ts';

/** Follows the link and gives the file's lines; no summary of the demo organisation breaks one. */
async function saved(page: Page): Promise<string[]> {
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV', exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^interactions-\d{4}-\d\d-\d\d\.csv$/);
  expect(await file.failure()).toBeNull();
  const text = await readFile(await file.path(), 'utf8');
  expect(text.charAt(0)).toBe('\u{FEFF}');
  const lines = text.slice(1).split('\r\n');
  expect(lines.shift()).toBe(COLUMNS.join(','));
  expect(lines.pop()).toBe('');
  return lines;
}

const number = (line: string) => line.slice(0, line.indexOf(','));

test.describe('as an agent', () => {
  test.use({ account: 'agent' });

  test('what is saved is the list that is shown', async ({ page }) => {
    await open(page, '/interactions?sort=number');
    const all = await numbers(page);
    expect((await saved(page)).slice(0, 50).map(number)).toEqual(all);
    await page.getByRole('link', { name: 'Assigned to my groups', exact: true }).click();
    await expect.poll(() => numbers(page)).not.toEqual(all);
    expect((await saved(page)).slice(0, 50).map(number)).toEqual(await numbers(page));
    await expect(page).toHaveURL('/interactions?scope=groups&sort=number');
  });
});

test.describe('as the outsider, whose list holds still', () => {
  test.use({ account: 'outsider', javaScriptEnabled: false });

  test('all rows are saved without JavaScript', async ({ page }) => {
    await page.goto('/interactions?scope=all&sort=-summary');
    const lines = await saved(page);
    expect(lines.length).toBe(await count(page, 'All'));
    expect(lines.slice(0, 50).map(number)).toEqual(await numbers(page));
    expect(new Set(lines.map(number)).size).toBe(lines.length);
  });

  test('who is signed out meanwhile is led to sign in, and saves no page', async ({ page }) => {
    await page.goto('/interactions?scope=all');
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Export CSV', exact: true }).click();
    await expect(page).toHaveURL(/\/login\?next=\/interactions\.csv%3Fscope%3Dall$/);
  });
});
