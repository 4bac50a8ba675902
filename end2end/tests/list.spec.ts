// The list: columns, scopes and their counts, sorting, pages, the state in the address.
//
// Fabrikam's interactions, which the outsider sees, are written by no test: they hold still.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { logCall, pick } from '../support/http.ts';
import { live, open } from '../support/live.ts';
import { COLUMNS, cells, count, numbers, rows, table, turn, type Column } from '../support/table.ts';

const header = (page: Page, column: Column) => table(page).getByRole('columnheader', { name: column, exact: true });

test.describe('as an agent', () => {
  test.use({ account: 'agent' });

  test('has its eleven columns in their order', async ({ page }) => {
    await open(page, '/interactions');
    const shown = await table(page).getByRole('columnheader').allTextContents();
    expect(shown.map((text) => text.trim())).toEqual([...COLUMNS]);
    await expect(page).toHaveTitle(/Interactions/);
    await expect(rows(page)).toHaveCount(50);
  });

  test('begins with all, newest first', async ({ page }) => {
    await open(page, '/interactions');
    const scopes = page.getByRole('navigation', { name: 'Scope' });
    expect((await scopes.getByRole('link').allTextContents()).map((text) => text.replace(/[\d,]+$/, '').trim())).toEqual([
      'Assigned to me', 'Assigned to my groups', 'All',
    ]);
    await expect(scopes.getByRole('link', { name: 'All', exact: true })).toHaveAttribute('aria-current', 'page');
    const shown = (await numbers(page)).map((number) => Number(number.slice(3)));
    expect(shown).toEqual([...shown].sort((a, b) => b - a));
    await expect(header(page, 'Created On')).toHaveAttribute('aria-sort', 'descending');
  });

  for (const column of COLUMNS) {
    test(`sorts by ${column}, both ways`, async ({ page }) => {
      await open(page, '/interactions?scope=groups');
      if (column === 'Created On') {
        // The list begins with the newest; the first click turns it round.
        await expect(header(page, column)).toHaveAttribute('aria-sort', 'descending');
      }
      for (const direction of ['ascending', 'descending'] as const) {
        await header(page, column).getByRole('link').click();
        await expect(header(page, column)).toHaveAttribute('aria-sort', direction);
        await expect(page).toHaveURL(/sort=|\/interactions\?scope=groups$/);
        const keys = (await cells(page, column)).map((text) => keyOf(column, text));
        expectOrdered(direction === 'ascending' ? keys : keys.reverse());
        for (const other of COLUMNS.filter((other) => other !== column)) {
          await expect(header(page, other)).toHaveAttribute('aria-sort', 'none');
        }
      }
    });
  }

  test('keeps its state in the address', async ({ page }) => {
    await open(page, '/interactions');
    await page.getByRole('link', { name: 'Assigned to my groups', exact: true }).click();
    await expect(page).toHaveURL(/scope=groups/);
    await header(page, 'Summary').getByRole('link').click();
    await expect(page).toHaveURL(/sort=summary/);
    await expect(header(page, 'Summary')).toHaveAttribute('aria-sort', 'ascending');
    await turn(page, 'Next page');
    const shown = await numbers(page);
    await expect(page).toHaveURL(/scope=groups.*sort=summary.*after=/);
    await page.reload();
    await live(page);
    expect(await numbers(page)).toEqual(shown);
    await expect(header(page, 'Summary')).toHaveAttribute('aria-sort', 'ascending');
    await expect(page.getByRole('link', { name: 'Assigned to my groups', exact: true })).toHaveAttribute('aria-current', 'page');
    await page.goBack();
    await expect(page).not.toHaveURL(/after=/);
    await expect.poll(() => numbers(page)).not.toEqual(shown);
    await page.goForward();
    await expect.poll(() => numbers(page)).toEqual(shown);
  });

  test('narrows to the last 30 days and back', async ({ page }) => {
    await open(page, '/interactions?sort=created');
    const all = await count(page, 'All');
    const toggle = page.getByRole('button', { name: 'Last 30 days' });
    await expect(toggle).toHaveAttribute('aria-pressed', 'false');
    await toggle.click();
    await expect(toggle).toHaveAttribute('aria-pressed', 'true');
    await expect(page).toHaveURL(/days=30/);
    await expect(page).toHaveURL(/sort=created/);
    const monthAgo = Date.now() - 32 * 24 * 60 * 60 * 1000;
    await expect
      .poll(async () => (await cells(page, 'Created On')).every((at) => Date.parse(at) >= monthAgo))
      .toBe(true);
    expect(await count(page, 'All')).toBeLessThanOrEqual(all);
    await toggle.click();
    await expect(toggle).toHaveAttribute('aria-pressed', 'false');
    await expect(page).not.toHaveURL(/days=/);
  });

  test('answers an address that it does not understand with a sentence and a list', async ({ page }) => {
    await open(page, '/interactions?scope=mine&days=soon&sort=price&after=garbage&colour=red');
    for (const word of ['mine', 'soon', 'price']) {
      await expect(page.getByRole('status').filter({ hasText: word }).first()).toBeVisible();
    }
    await expect(rows(page)).toHaveCount(50);
    await page.getByRole('link', { name: 'Assigned to my groups', exact: true }).click();
    await expect(page).toHaveURL('/interactions?scope=groups');
    await expect(page.getByText('was not understood')).toHaveCount(0);
  });

  test('survives places that were made up', async ({ page }) => {
    for (const query of ['after=%00', 'after=x.y.z', 'before=9223372036854775808', 'sort=-', 'days=-1', 'days=99999', 'scope=', 'after=&before=']) {
      const answer = await page.request.get(`/interactions?${query}`);
      expect(answer.status(), query).toBe(200);
      expect(await answer.text(), query).toContain('INT');
    }
  });

  test('opens a record by a click anywhere in its row', async ({ page }) => {
    await open(page, '/interactions');
    const [number] = await numbers(page);
    // By hand: the row's link may lie over its cells.
    const cell = await rows(page).first().getByRole('cell').nth(COLUMNS.indexOf('Summary')).boundingBox();
    await page.mouse.click((cell?.x ?? 0) + 40, (cell?.y ?? 0) + (cell?.height ?? 0) / 2);
    await expect(page).toHaveURL(`/interactions/${number}`);
    await page.goBack();
    await expect(table(page)).toBeVisible();
  });

  test('is where it was after a visit to a record', async ({ page }) => {
    await open(page, '/interactions?sort=summary');
    const shown = await turn(page, 'Next page');
    // The address is written a moment after the rows are there.
    await expect(page).toHaveURL(/after=/);
    const frame = page.locator('.tbl-frame');
    await frame.evaluate((frame) => frame.scrollTo(0, 700));
    await rows(page).nth(25).getByRole('link').first().click();
    await page.waitForURL(`**/interactions/${shown[25]}`);
    await expect(page.getByRole('region', { name: 'Details', exact: true })).toBeVisible();
    await page.goBack();
    await expect(rows(page).nth(25).getByRole('link').first()).toBeFocused();
    expect(await numbers(page)).toEqual(shown);
    expect(await frame.evaluate((frame) => frame.scrollTop)).toBe(700);
    // Going on, the next row is not far.
    await page.keyboard.press('j');
    await expect(rows(page).nth(26).getByRole('link').first()).toBeFocused();
    // The list itself, gone to anew, begins at its beginning.
    await page.getByRole('link', { name: 'Interactions', exact: true }).first().click();
    await expect.poll(() => frame.evaluate((frame) => frame.scrollTop)).toBe(0);
  });

  test('opens a record by keyboard', async ({ page }) => {
    await open(page, '/interactions');
    const [, second] = await numbers(page);
    await rows(page).nth(1).getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/interactions/${second}`);
    await expect(page.getByRole('region', { name: 'Details', exact: true })).toBeVisible();
  });

  test('shows who is a VIP', async ({ page }) => {
    const summary = unique('A VIP calls');
    const number = await logCall(page, { summary, requestedFor: PEOPLE.vip.email, requestedBy: PEOPLE.user.email });
    await open(page, '/interactions');
    const row = rows(page).filter({ hasText: number });
    await expect(row.getByRole('cell').nth(COLUMNS.indexOf('VIP User'))).toHaveText(/VIP|Yes/);
    await expect(row.getByRole('cell').nth(COLUMNS.indexOf('Requested For'))).toHaveText(PEOPLE.vip.name);
    await expect(row.getByRole('cell').nth(COLUMNS.indexOf('Requested By'))).toHaveText(PEOPLE.user.name);
  });

  test('is entered from the board', async ({ page }) => {
    await open(page, '/board');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Work Item Board');
    const all = await page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'All', exact: true }) }).last().textContent();
    expect(all).toMatch(/\d/);
    await page.getByRole('link', { name: /^Interactions?$/ }).last().click();
    await expect(page).toHaveURL('/interactions');
    await expect(rows(page)).toHaveCount(50);
  });
});

test.describe('as a manager', () => {
  test.use({ account: 'manager' });

  test('counts what is assigned to the person, at once', async ({ page }) => {
    await open(page, '/interactions?scope=me');
    const before = await count(page, 'Assigned to me');
    const number = await logCall(page, {
      summary: unique('For the manager'),
      more: (form) => ({
        group: pick(form, 'group', 'Network'),
        individual: pick(form, 'individual', PEOPLE.manager.name, 'Network'),
      }),
    });
    await page.reload();
    expect(await count(page, 'Assigned to me')).toBe(before + 1);
    expect((await numbers(page))[0]).toBe(number);
    const individuals = new Set(await cells(page, 'Individual'));
    expect([...individuals]).toEqual([PEOPLE.manager.name]);
  });
});

test.describe('as the outsider, whose list holds still', () => {
  test.use({ account: 'outsider', javaScriptEnabled: false });

  /** Every number of a list, page after page. */
  async function walk(page: Page, path: string): Promise<string[]> {
    await page.goto(path);
    if ((await rows(page).count()) === 0) {
      return [];
    }
    const seen = await numbers(page);
    const next = page.getByRole('link', { name: 'Next page', exact: true });
    while ((await next.count()) > 0) {
      seen.push(...(await turn(page, 'Next page')));
    }
    return seen;
  }

  for (const [scope, key] of [['All', 'all'], ['Assigned to my groups', 'groups'], ['Assigned to me', 'me']] as const) {
    test(`the count of ${scope} is the number of its rows`, async ({ page }) => {
      for (const days of ['', '&days=30']) {
        const seen = await walk(page, `/interactions?scope=${key}${days}`);
        expect(new Set(seen).size, 'no row twice').toBe(seen.length);
        await page.goto(`/interactions?scope=${key}${days}`);
        expect(await count(page, scope), `${scope} ${days}`).toBe(seen.length);
      }
    });
  }

  test('every sort has the same rows', async ({ page }) => {
    test.slow();
    const all = (await walk(page, '/interactions')).sort();
    for (const sort of ['requested_for', '-individual', 'status', '-group', 'summary']) {
      const seen = await walk(page, `/interactions?sort=${sort}`);
      expect(seen.sort(), sort).toEqual(all);
    }
  });

  test('three pages there and back show the same rows', async ({ page }) => {
    for (const sort of ['-created', 'requested_by', '-reason']) {
      await page.goto(`/interactions?sort=${sort}`);
      await expect(page.getByRole('link', { name: 'Previous page', exact: true })).toHaveCount(0);
      const there = [await numbers(page), await turn(page, 'Next page'), await turn(page, 'Next page')];
      expect(new Set(there.flat()).size, sort).toBe(150);
      const back = [await turn(page, 'Previous page'), await turn(page, 'Previous page')];
      expect(back, sort).toEqual([there[1], there[0]]);
    }
  });
});

/** What sorts after every name. */
const NONE = '\u{10FFFF}';

const STATUSES = [
  'New', 'In Progress', 'On Hold', 'Awaiting Approval', 'Completed', 'Dropped (Abandoned)', 'Withdrawn', 'Denied',
];

/** By what a column is sorted: a number, or a text as a reader orders it. */
function keyOf(column: Column, text: string): number | string {
  switch (column) {
    case 'Work Item ID':
      return Number(text.replace('INT', ''));
    case 'Created On':
      return Date.parse(text);
    case 'Status':
      return STATUSES.indexOf(text);
    case 'VIP User':
      return /VIP|Yes/.test(text) ? 1 : 0;
    default:
      // "None" comes last.
      return text === '–' ? NONE : text;
  }
}

const LETTERS = new Intl.Collator('en', { sensitivity: 'base' });

/** Ascending: numbers, or texts by their letters, whatever their case and accents. */
function expectOrdered(keys: (number | string)[]): void {
  expect(keys.length).toBeGreaterThan(1);
  for (const [at, key] of keys.slice(1).entries()) {
    const before = keys[at] as number | string;
    const inOrder = typeof before === 'number' ? before <= Number(key) : textsInOrder(before, String(key));
    expect(inOrder, `“${before}” before “${key}”`).toBe(true);
  }
}

/** Where a text begins with signs, their order is the machine's own: only letters are compared. */
function textsInOrder(before: string, after: string): boolean {
  if (after === NONE || before === NONE) {
    return after === NONE;
  }
  const signs = /^[^\p{L}]|[^\p{L}\p{N} ]/u;
  return signs.test(before) || signs.test(after) || LETTERS.compare(before, after) <= 0;
}
