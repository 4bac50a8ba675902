// Keys that do something from everywhere, the commands behind them, and changing them.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { text } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const commands = (page: Page) => page.getByRole('dialog', { name: 'Commands', exact: true });
const keys = (page: Page) => page.getByRole('dialog', { name: 'Keys', exact: true });
const keyOf = (page: Page, title: string) => keys(page).getByRole('button', { name: `Change the key of ${title}`, exact: true });
const row = (page: Page, place: number) => page.locator('.row-link').nth(place);

test.use({ account: 'agent' });

test('from row to row, into a record and to its fields', async ({ page }) => {
  await logCall(page, { summary: unique('First') });
  await logCall(page, { summary: unique('Second') });
  await open(page, '/interactions');
  await page.keyboard.press('j');
  await expect(row(page, 0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(row(page, 1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(row(page, 0)).toBeFocused();
  const number = await row(page, 0).textContent();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/interactions/${number}`);
  await expect(text(page, 'Summary')).toBeVisible();
  await page.keyboard.press('e');
  await expect(text(page, 'Summary')).toBeFocused();
  // In a field the keys are the text's.
  const before = await text(page, 'Summary').inputValue();
  await page.keyboard.press('End');
  await page.keyboard.type(' cjk?');
  await expect(text(page, 'Summary')).toHaveValue(`${before} cjk?`);
  await expect(keys(page)).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/interactions/${number}$`));
});

test('commands are found by words, and a number goes straight to its record', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Straight') });
  await open(page, '/interactions');
  await page.keyboard.press('Control+k');
  await expect(commands(page).getByRole('combobox', { name: 'Command' })).toBeFocused();
  await axe(page);
  await page.keyboard.type('go boa');
  await expect(commands(page).getByRole('option')).toHaveText(['Go to Board']);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/board');
  await expect(commands(page)).toBeHidden();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('no such thing');
  await expect(commands(page)).toContainText('No results');
  await page.keyboard.press('Enter');
  await expect(commands(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(commands(page)).toBeHidden();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(String(Number(number.replace('INT', ''))));
  await expect(commands(page).getByRole('option').first()).toHaveText(`Open ${number}`);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/interactions/${number}`);
});

test('the commands that are asked for again while they close stay open, and begin empty', async ({ page }) => {
  await open(page, '/interactions');
  const command = commands(page).getByRole('combobox', { name: 'Command' });
  await page.keyboard.press('Control+k');
  for (let time = 0; time < 10; time += 1) {
    await expect(command).toBeFocused();
    await page.keyboard.type(`time ${time}`);
    await expect(command).toHaveValue(`time ${time}`);
    await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Control+k')]);
  }
  await expect(command).toHaveValue('');

  // The browser tells of a dialog that it closed only after what comes in between.
  await page.evaluate(async () => {
    const dialog = document.querySelector<HTMLDialogElement>('dialog[open]')!;
    const told = new Promise((done) => dialog.addEventListener('close', done, { once: true }));
    dialog.close();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
    await told;
  });
  await expect(command).toBeFocused();
});

test('a key is changed, kept, refused where it is taken, and all are switched off', async ({ page }) => {
  await open(page, '/interactions');
  await page.keyboard.press('?');
  await expect(keys(page)).toBeVisible();
  await axe(page);
  await keyOf(page, 'New interaction').click();
  await page.keyboard.press('j');
  await expect(keys(page).getByRole('alert')).toHaveText('That key is taken: Next interaction.');
  await page.keyboard.press('Enter');
  await expect(keys(page).getByRole('alert')).toContainText('It has to be a letter');
  await page.keyboard.press('n');
  await expect(keyOf(page, 'New interaction')).toHaveText('n');
  await expect(keyOf(page, 'New interaction')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(keys(page)).toBeHidden();

  await open(page, '/interactions');
  await page.keyboard.press('c');
  await page.keyboard.press('j');
  await expect(row(page, 0)).toBeFocused();
  await expect(page).toHaveURL(/\/interactions$/);
  await page.keyboard.press('n');
  await page.waitForURL('**/interactions/new');

  await open(page, '/account');
  const panel = page.getByRole('region', { name: 'Keyboard', exact: true });
  await expect(panel.getByRole('button', { name: 'Change the key of New interaction' })).toHaveText('n');
  await panel.getByRole('button', { name: 'Switch off' }).click();
  await expect(panel).toContainText('The keys are switched off.');
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/\/account$/);
  await expect(keys(page)).toBeHidden();
  await expect(commands(page)).toBeHidden();
  await panel.getByRole('button', { name: 'Switch on' }).click();
  await panel.getByRole('button', { name: 'Reset' }).click();
  await page.keyboard.press('c');
  await page.waitForURL('**/interactions/new');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the commands and keys have room', async ({ page }) => {
    await open(page, '/interactions');
    await page.keyboard.press('Control+k');
    await expect(commands(page)).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(keys(page)).toBeVisible();
    await expectNoSidewaysScroll(page);
    await axe(page);
  });
});
