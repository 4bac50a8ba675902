// Finding in the list: the search box, the quick filters, Advanced Search, and the address that keeps all of it.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';
import { cells, numbers, rows, table, turn } from '../support/table.ts';

const box = (page: Page) => page.getByRole('searchbox', { name: 'Search interactions', exact: true });
const conditions = (page: Page) => page.getByRole('list', { name: 'Conditions', exact: true });
const advanced = (page: Page) => page.getByRole('form', { name: 'Advanced Search', exact: true });
const control = (page: Page, label: string, line = 0) => advanced(page).getByLabel(label, { exact: true }).nth(line);

/** Fills a line of Advanced Search. */
async function write(page: Page, line: number, column: string, operator: string, value: string): Promise<void> {
  await control(page, 'Column', line).selectOption({ label: column });
  await control(page, 'Operator', line).selectOption({ label: operator });
  const field = control(page, 'Value', line);
  if ((await field.evaluate((field) => field.tagName)) === 'SELECT') {
    await field.selectOption({ label: value });
  } else {
    await field.fill(value);
  }
}

test.describe('as an agent', () => {
  test.use({ account: 'agent' });

  test('finds a word of a summary from the search box and marks it', async ({ page }) => {
    const word = unique('zebra').replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
    const number = await logCall(page, { summary: `The ${word} printer` });
    await open(page, '/interactions');
    await box(page).fill(word);
    await box(page).press('Enter');
    await expect(page).toHaveURL(new RegExp(`q=${word}`));
    await expect.poll(() => numbers(page)).toEqual([number]);
    await expect(table(page).locator('mark')).toHaveText(word);
    await page.reload();
    await expect(box(page)).toHaveValue(word);
    expect(await numbers(page)).toEqual([number]);
    await conditions(page).getByRole('button', { name: `Remove Search “${word}”` }).click();
    await expect(rows(page)).toHaveCount(50);
    await expect(box(page)).toHaveValue('');
  });

  test('finds a misspelt word and says so, and a record by its number', async ({ page }) => {
    const word = unique('quokka').replaceAll(/[^a-z]/gi, '').toLowerCase();
    const number = await logCall(page, { summary: `A ${word}ish in the lift` });
    await open(page, `/interactions?q=${word}ihs`);
    expect(await numbers(page)).toEqual([number]);
    await expect(page.getByText('These have words like it.')).toBeVisible();
    await box(page).fill(number);
    await box(page).press('Enter');
    await expect(page).toHaveURL(new RegExp(`q=${number}`));
    await expect.poll(() => numbers(page)).toEqual([number]);
  });

  test('shows the best match first, then the newest, as the reader likes', async ({ page }) => {
    const word = unique('wombat').replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
    const more = (description: string) => () => ({ description });
    const best = await logCall(page, { summary: `A ${word} in the lift` });
    const other = await logCall(page, { summary: unique('Noise'), more: more(`It may be a ${word}, they say`) });
    await open(page, '/interactions');
    await box(page).fill(word);
    await box(page).press('Enter');
    await expect.poll(() => numbers(page)).toEqual([best, other]);
    const order = page.getByRole('navigation', { name: 'Order', exact: true });
    await expect(order.getByRole('link', { name: 'Best match' })).toHaveAttribute('aria-current', 'true');
    await expect(rows(page).nth(1)).toContainText(`It may be a ${word}, they say`);
    await order.getByRole('link', { name: 'Newest' }).click();
    await expect(page).toHaveURL(/sort=-created/);
    await expect.poll(() => numbers(page)).toEqual([other, best]);
    await expect(order.getByRole('link', { name: 'Newest' })).toHaveAttribute('aria-current', 'true');
    await page.reload();
    expect(await numbers(page)).toEqual([other, best]);
    await order.getByRole('link', { name: 'Best match' }).click();
    await expect.poll(() => numbers(page)).toEqual([best, other]);
    await table(page).getByRole('link', { name: 'Summary', exact: true }).click();
    await expect(page).toHaveURL(/sort=summary/);
    await expect.poll(() => numbers(page)).toEqual([best, other]);
    await expect(order.locator('[aria-current]')).toHaveCount(0);
  });

  test('the slash leads to the search box', async ({ page }) => {
    await open(page, '/interactions');
    await page.keyboard.press('/');
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue('');
  });

  test('filters by one status with its count, in any page', async ({ page }) => {
    await open(page, '/interactions');
    await page.getByText('Status', { exact: true }).first().click();
    const choice = page.getByRole('link', { name: /^Completed/ });
    await expect(choice).toHaveText(/Completed(\d+|1,000\+)/);
    await choice.click();
    await expect(page).toHaveURL(/f=status%3Ais%3Acompleted/);
    await expect.poll(async () => new Set(await cells(page, 'Status'))).toEqual(new Set(['Completed']));
    await turn(page, 'Next page');
    expect(new Set(await cells(page, 'Status'))).toEqual(new Set(['Completed']));
    await turn(page, 'Previous page');
    await conditions(page).getByRole('button', { name: 'Remove Status is Completed' }).click();
    await expect(page).toHaveURL(/\/interactions\?scope=all$/);
  });

  test('Advanced Search narrows by several conditions, which stand in the address', async ({ page }) => {
    await open(page, '/interactions');
    await page.getByRole('button', { name: 'Advanced Search', exact: true }).click();
    await write(page, 0, 'Status', 'is', 'Completed');
    await advanced(page).getByRole('button', { name: 'Add condition', exact: true }).click();
    await write(page, 1, 'Company', 'is', 'Northwind');
    await advanced(page).getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page).toHaveURL(/f=status%3Ais%3Acompleted&f=company%3Ais%3ANorthwind/);
    await expect(conditions(page)).toContainText('Company is Northwind');
    await expect.poll(async () => new Set(await cells(page, 'Company'))).toEqual(new Set(['Northwind']));
    expect(new Set(await cells(page, 'Status'))).toEqual(new Set(['Completed']));
    await page.reload();
    await expect(conditions(page)).toContainText('Status is Completed');
    // Open again, it has what was applied.
    await page.getByRole('button', { name: 'Advanced Search', exact: true }).click();
    await expect(control(page, 'Column', 0)).toHaveValue('status');
    await expect(control(page, 'Value', 1)).toHaveValue('Northwind');
    await advanced(page).getByRole('button', { name: 'Clear', exact: true }).click();
    await expect(page).toHaveURL(/\/interactions\?scope=all$/);
  });

  test('any of a group applies, and a group within all', async ({ page }) => {
    await open(page, '/interactions?advanced=1');
    await write(page, 0, 'VIP User', 'is', 'Yes');
    await advanced(page).getByRole('button', { name: 'Add group', exact: true }).click();
    await write(page, 1, 'Status', 'is', 'On Hold');
    await write(page, 2, 'Status', 'is', 'In Progress');
    await advanced(page).getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(conditions(page)).toContainText('Status is On Hold or Status is In Progress');
    for (const status of await cells(page, 'Status')) {
      expect(['On Hold', 'In Progress']).toContain(status);
    }
    expect(new Set(await cells(page, 'VIP User'))).toEqual(new Set(['VIP']));
  });

  test('what is wrong with a condition is said at its value, and nothing is lost', async ({ page }) => {
    await open(page, '/interactions?advanced=1');
    await write(page, 0, 'Created On', 'before', 'soon');
    await advanced(page).getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(control(page, 'Value')).toBeFocused();
    await expect(control(page, 'Value')).toHaveAccessibleDescription(/“soon” is no day/);
    await expect(control(page, 'Value')).toHaveValue('soon');
    await control(page, 'Value').fill('7 days ago');
    await control(page, 'Value').press('Enter');
    await expect(page).toHaveURL(/f=created%3Abefore%3A-7d/);
    await expect(conditions(page)).toContainText('Created On before 7 days ago');
  });

  for (const [what, query, said] of [
    ['an unknown column', 'f=colour:is:red', 'There is no column “colour”.'],
    ['a date that is none', 'f=created:before:2026-02-30', '“2026-02-30” is no day.'],
    ['a tree 50 deep', `f=${'any('.repeat(50)}vip:is:yes${')'.repeat(50)}`, 'Groups may stand 4 deep in one another.'],
    ['10,000 characters of search', `q=${'x'.repeat(10_000)}`, 'the first 200 characters count'],
    ['only punctuation', 'q=%25_!%3F', 'There is no letter and no digit in “%_!?”'],
    ['a broken cursor', 'after=nowhere', 'The place in the list is damaged'],
    ['another company', 'f=company:is:Fabrikam', 'Company “Fabrikam”: there is none, or none that you may see.'],
  ] as const) {
    test(`${what} is named, and the page works`, async ({ page }) => {
      await open(page, `/interactions?${query}`);
      await expect(page.getByText(said)).toBeVisible();
      await expect(box(page)).toBeVisible();
    });
  }

  test('only stop words are words like others', async ({ page }) => {
    await open(page, '/interactions?q=the');
    await expect(rows(page)).toHaveCount(50);
  });
});

test.describe('without JavaScript', () => {
  test.use({ account: 'agent', javaScriptEnabled: false });

  test('the search box and Advanced Search work', async ({ page }) => {
    await page.goto('/interactions');
    await box(page).fill('printer');
    await box(page).press('Enter');
    await expect(page).toHaveURL(/q=printer/);
    const order = page.getByRole('navigation', { name: 'Order', exact: true });
    await expect(order.getByRole('link', { name: 'Best match' })).toHaveAttribute('aria-current', 'true');
    await order.getByRole('link', { name: 'Newest' }).click();
    await box(page).press('Enter');
    await expect(order.getByRole('link', { name: 'Newest' })).toHaveAttribute('aria-current', 'true');
    await page.getByRole('button', { name: 'Advanced Search', exact: true }).click();
    await control(page, 'Column').selectOption({ label: 'Status' });
    await control(page, 'Operator').selectOption({ label: 'is' });
    await control(page, 'Value').fill('Completed');
    await advanced(page).getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(conditions(page)).toContainText('Status is Completed');
    await expect(conditions(page)).toContainText('Search “printer”');
  });
});
