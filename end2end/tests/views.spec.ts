// Views: lists saved under a name; and how the list shows its rows: columns, order, widths, density.

import type { Locator, Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { box, expectWrong, text } from '../support/form.ts';
import { live, open } from '../support/live.ts';
import { rows, table } from '../support/table.ts';

const heads = async (page: Page): Promise<string[]> =>
  (await table(page).getByRole('columnheader').allTextContents()).map((head) => head.trim());
const panel = (page: Page): Locator => page.getByRole('form', { name: 'Columns', exact: true });
const form = (page: Page): Locator => page.getByRole('form', { name: 'Save view', exact: true });
const views = (page: Page): Locator => page.getByRole('table', { name: 'Views', exact: true });
const named = (page: Page, name: string): Locator => views(page).getByRole('row').filter({ hasText: name });

/** The button that says what the list is called. */
const called = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

/** Opens the panel of views by its button and follows one of its links. */
async function follow(page: Page, button: string, link: string): Promise<void> {
  await called(page, button).click();
  await page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('link', { name: link }).click();
}

test.describe('as an agent', () => {
  test.use({ account: 'agent' });

  test('columns are chosen, ordered and sized, and the address says so', async ({ page }) => {
    await open(page, '/interactions');
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await panel(page).getByRole('checkbox', { name: 'Company', exact: true }).uncheck();
    await expect.poll(() => heads(page)).not.toContain('Company');
    await panel(page).getByRole('button', { name: 'Move Status left', exact: true }).click();
    await expect.poll(async () => (await heads(page)).slice(0, 3)).toEqual(['Work Item ID', 'Status', 'Summary']);
    await panel(page).getByRole('spinbutton', { name: 'Width of Summary in pixels' }).fill('420');
    await panel(page).getByRole('spinbutton', { name: 'Width of Summary in pixels' }).press('Tab');
    await expect(page).toHaveURL(/columns=number%2Cstatus%2Csummary%3A420%2C/);
    const summary = table(page).getByRole('columnheader', { name: 'Summary', exact: true });
    await expect.poll(async () => (await summary.boundingBox())?.width).toBe(420);
    await expect(panel(page).getByRole('checkbox', { name: 'Work Item ID', exact: true })).toBeDisabled();
    await box(page, 'Rows').selectOption({ label: 'Compact' });
    await expect(page).toHaveURL(/density=compact/);
    await expect.poll(async () => (await rows(page).first().boundingBox())?.height).toBeLessThan(30);

    // The same address is the same list, and the way back is the list of before.
    const shown = await heads(page);
    await page.reload();
    await live(page);
    expect(await heads(page)).toEqual(shown);
    await panel(page).getByRole('button', { name: 'Reset', exact: true }).click();
    await expect.poll(async () => (await heads(page)).length).toBe(11);
    await expect(panel(page).getByRole('checkbox', { name: 'Company', exact: true })).toBeChecked();
  });

  test('a column is made wider by dragging the edge of its header', async ({ page }) => {
    await open(page, '/interactions?arrange=1');
    const summary = table(page).getByRole('columnheader', { name: 'Summary', exact: true });
    const before = await summary.boundingBox();
    if (!before) {
      throw new Error('the header is not there');
    }
    const [edge, middle] = [before.x + before.width - 3, before.y + before.height / 2];
    await page.mouse.move(edge, middle);
    await page.mouse.down();
    await page.mouse.move(edge + 60, middle, { steps: 4 });
    await page.mouse.up();
    const wide = Math.round(before.width + 60);
    await expect(page).toHaveURL(new RegExp(`summary%3A${wide}(%2C|&|$)`));
    await expect.poll(async () => Math.round((await summary.boundingBox())?.width ?? 0)).toBe(wide);
    await expect(panel(page).getByRole('spinbutton', { name: 'Width of Summary in pixels' })).toHaveValue(`${wide}`);
    // Each column has one width, and what is chosen then is what is there.
    await expect(table(page).locator('col')).toHaveCount(11);
    await panel(page).getByRole('checkbox', { name: 'Company', exact: true }).uncheck();
    await expect(table(page).locator('col')).toHaveCount(10);
    expect(Math.round((await summary.boundingBox())?.width ?? 0)).toBe(wide);
    await panel(page).getByRole('button', { name: 'Reset', exact: true }).click();
    await expect(table(page).locator('col')).toHaveCount(0);
    const box = panel(page).getByRole('spinbutton', { name: 'Width of Summary in pixels' });
    await expect(box).toHaveValue('');
    await expect(panel(page).getByRole('checkbox', { name: 'Company', exact: true })).toBeChecked();
    await box.fill('250');
    await box.press('Tab');
    await expect.poll(async () => Math.round((await summary.boundingBox())?.width ?? 0)).toBe(250);
    // A click at an edge drags nothing.
    await panel(page).getByRole('button', { name: 'Reset', exact: true }).click();
    await expect(page).not.toHaveURL(/columns=/);
    const header = await summary.boundingBox();
    await page.mouse.click((header?.x ?? 0) + (header?.width ?? 0) - 3, middle);
    await expect(page).not.toHaveURL(/columns=/);
  });

  test('what is exported has the columns of the list', async ({ page }) => {
    const answer = await page.request.get('/interactions.csv?f=status%3Ais%3Awithdrawn&columns=status%2Cnumber');
    const lines = (await answer.text()).trim().split('\r\n');
    expect(lines[0]?.replace('\u{FEFF}', '')).toBe('Status,Work Item ID');
    expect(lines[1]).toMatch(/^Withdrawn,INT\d{7}$/);
  });

  test('a list is saved, opened, changed, and removed', async ({ page }) => {
    const name = unique('Held');
    await open(page, '/interactions?f=status%3Ais%3Aon_hold&columns=number%2Csummary%2Cstatus');
    await follow(page, 'Views', 'Save or arrange views');
    await expect(form(page)).toContainText('Status is On Hold');
    await expect(form(page)).toContainText('Work Item ID, Summary, Status');
    await text(page, 'Name').fill(name);
    await form(page).getByRole('button', { name: 'Save view', exact: true }).click();
    await expect(page).toHaveURL(/f=status%3Ais%3Aon_hold.*&view=\d+$/);
    await live(page);
    await expect(called(page, name)).toBeVisible();
    expect(await heads(page)).toEqual(['Work Item ID', 'Summary', 'Status']);

    // Something else is shown under its name, and then kept.
    await page.getByRole('navigation', { name: 'Scope' }).getByRole('link', { name: 'Assigned to my groups', exact: true }).click();
    await expect(called(page, `${name}, changed`)).toBeVisible();
    await page.getByRole('link', { name: 'Save changes', exact: true }).click();
    await expect(form(page)).toContainText('Assigned to my groups');
    await expect(text(page, 'Name')).toHaveValue(name);
    await form(page).getByRole('button', { name: 'Save changes', exact: true }).click();
    await expect(page).toHaveURL(/scope=groups/);
    await live(page);
    await expect(called(page, name)).toBeVisible();

    await open(page, '/interactions');
    await follow(page, 'Views', name);
    await expect(page).toHaveURL(/scope=groups.*view=/);

    await open(page, '/interactions/views');
    await named(page, name).getByRole('button', { name: `Remove: ${name}`, exact: true }).click();
    await page.getByRole('form', { name: 'Remove view' }).getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page).toHaveURL(/\/interactions\/views/);
    await expect(named(page, name)).toHaveCount(0);
  });

  test('a list that is not wholly understood is not saved', async ({ page }) => {
    await open(page, '/interactions?f=prioritty%3Ais%3A1&f=vip%3Ais%3Ayes&select=1');
    await expect(page.getByRole('form', { name: 'Selection' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Edit all of this list' })).toHaveCount(0);
    await page.goto('/interactions?f=prioritty%3Ais%3A1&f=vip%3Ais%3Ayes&views=1');
    await page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('link', { name: 'Save or arrange views' }).click();
    await expect(page.getByText('was not understood').first()).toBeVisible();
    await expect(form(page)).toHaveCount(0);
  });

  test('a wrong form comes back as it was typed', async ({ page, watch }) => {
    watch.expectStatus(422);
    const long = 'x'.repeat(81);
    await open(page, '/interactions/views?q=toner');
    await text(page, 'Name').fill(long);
    await box(page, 'For').selectOption({ label: 'Network' });
    await form(page).getByRole('button', { name: 'Save view', exact: true }).click();
    await expectWrong(text(page, 'Name'), /at most 80 characters; this one has 81/);
    await expect(text(page, 'Name')).toHaveValue(long);
    await expect(form(page)).toContainText('“toner”');
  });

  test('a view for a group is its members’, and its address is everybody’s', async ({ page, browserAs }) => {
    const name = unique('For Network');
    await open(page, '/interactions/views?f=status%3Ais%3Acompleted&columns=number%2Cstatus');
    await text(page, 'Name').fill(name);
    await box(page, 'For').selectOption({ label: 'Network' });
    await form(page).getByRole('button', { name: 'Save view', exact: true }).click();
    await expect(page).toHaveURL(/view=\d+$/);
    const address = page.url();

    const manager = await browserAs('manager');
    await open(manager, '/interactions/views');
    await expect(named(manager, name)).toContainText('Maya Lindqvist');
    await expect(named(manager, name).getByRole('link', { name: `Change ${name}` })).toHaveCount(0);
    const stranger = await browserAs('agent2');
    await open(stranger, '/interactions/views');
    await expect(stranger.getByText(name)).toHaveCount(0);
    await open(stranger, address);
    await expect(called(stranger, 'Views')).toBeVisible();
    expect(await heads(stranger)).toEqual(['Work Item ID', 'Status']);
  });

  for (const [what, size] of [['on a desk', { width: 1440, height: 900 }], ['on a phone', { width: 390, height: 844 }]] as const) {
    test(`the panel of columns and the page of views are in order ${what}`, async ({ page }) => {
      await page.setViewportSize(size);
      await open(page, '/interactions?arrange=1&columns=number%2Csummary%3A300%2Cstatus&density=compact');
      await axe(page);
      await expectNoSidewaysScroll(page);
      await open(page, '/interactions/views?q=toner&f=status%3Ais%3Acompleted');
      await axe(page);
      await expectNoSidewaysScroll(page);
    });
  }
});

test.describe('as somebody whose list opens with a view', () => {
  test.use({ account: 'admin' });

  test('the bare address opens with it, and everything else stays reachable', async ({ page }) => {
    const names = ['One', 'Two', 'Three'].map((word) => unique(word));
    for (const name of names) {
      await open(page, '/interactions/views?f=vip%3Ais%3Ayes');
      await text(page, 'Name').fill(name);
      if (name === names[1]) {
        await page.getByRole('checkbox', { name: 'Open my list with it' }).check();
      }
      await form(page).getByRole('button', { name: 'Save view', exact: true }).click();
      await expect(page).toHaveURL(/view=/);
    }
    await open(page, '/interactions');
    await expect(page).toHaveURL(/f=vip%3Ais%3Ayes.*view=/);
    await page.getByRole('link', { name: 'My Requests' }).first().click();
    await page.waitForURL('**/my-requests');
    await page.getByRole('link', { name: 'Interactions', exact: true }).first().click();
    await expect(page).toHaveURL(/f=vip%3Ais%3Ayes.*view=/);
    await expect(called(page, names[1] ?? '')).toBeVisible();
    await follow(page, names[1] ?? '', 'All interactions');
    await expect(page).toHaveURL('/interactions?scope=all');

    await open(page, '/interactions/views');
    const places = async () => {
      const order = await views(page).locator('tbody').getByRole('row').allTextContents();
      return names.map((name) => order.findIndex((row) => row.includes(name)));
    };
    const before = await places();
    await named(page, names[2] ?? '').getByRole('button', { name: `Move ${names[2]} up`, exact: true }).click();
    await page.waitForURL(/#views$/);
    const after = await places();
    expect(after[2]).toBe((before[2] ?? 0) - 1);
    await named(page, names[1] ?? '').getByRole('button', { name: /^Open the list without it/ }).click();
    await open(page, '/interactions');
    await expect(page).toHaveURL('/interactions');
    for (const name of names) {
      await open(page, '/interactions/views');
      await named(page, name).getByRole('button', { name: `Remove: ${name}`, exact: true }).click();
      await page.getByRole('form', { name: 'Remove view' }).getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(named(page, name)).toHaveCount(0);
    }
  });
});

test.describe('without JavaScript', () => {
  test.use({ account: 'agent', javaScriptEnabled: false });

  test('columns are chosen and a list is saved', async ({ page }) => {
    const name = unique('Plain');
    await page.goto('/interactions?arrange=1');
    await panel(page).getByRole('checkbox', { name: 'Group', exact: true }).uncheck();
    await panel(page).getByRole('spinbutton', { name: 'Width of Summary in pixels' }).fill('333');
    await panel(page).getByRole('button', { name: 'Apply', exact: true }).click();
    expect(await heads(page)).not.toContain('Group');
    await panel(page).getByRole('button', { name: 'Move Status left', exact: true }).click();
    expect((await heads(page)).slice(0, 4)).toEqual(['Work Item ID', 'Company', 'Status', 'Summary']);
    await follow(page, 'Views', 'Save or arrange views');
    await text(page, 'Name').fill(name);
    await form(page).getByRole('button', { name: 'Save view', exact: true }).click();
    await expect(page).toHaveURL(/summary%3A333.*view=/);
    expect((await heads(page)).slice(0, 4)).toEqual(['Work Item ID', 'Company', 'Status', 'Summary']);
  });
});
