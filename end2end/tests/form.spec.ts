// Logging a call: the fields, what they ask for, what depends on what, saving.

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import {
  box, choosePerson, expectFirstWrongFocused, expectSelected, expectWrong, fillMandatory, save, savedNumber, tabTo, text,
} from '../support/form.ts';
import { callFields, send, show } from '../support/http.ts';
import { open } from '../support/live.ts';
import { rows } from '../support/table.ts';

test.use({ account: 'agent' });

test('a call is logged by keyboard alone', async ({ page }) => {
  const summary = unique('The lift stops between two floors');
  await open(page, '/interactions');
  const begin = Date.now();
  await page.keyboard.press('c');
  await expect(box(page, 'Requested For')).toBeVisible();
  await tabTo(page, box(page, 'Requested For'));
  await page.keyboard.type('vip@demo');
  await expect(page.getByRole('option', { name: PEOPLE.vip.name })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.vip.name);
  await expect(box(page, 'Requested By')).toHaveValue(PEOPLE.vip.name);
  await tabTo(page, box(page, 'Reason for Interaction'));
  await expect(box(page, 'Reason for Interaction').locator('option')).not.toHaveCount(1);
  await page.keyboard.type('Enq');
  await expectSelected(box(page, 'Reason for Interaction'), 'Enquiry');
  await tabTo(page, text(page, 'Summary'));
  await page.keyboard.type(summary);
  await page.keyboard.press('Control+Enter');
  const number = await savedNumber(page);
  console.log(`A call was logged by keyboard in ${((Date.now() - begin) / 1000).toFixed(1)} s of the machine's time`);
  await expect(page.getByRole('status').filter({ hasText: number })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
});

test('what must be there is asked for, field by field, and the first gets the focus', async ({ page }) => {
  await open(page, '/interactions/new');
  await save(page).click();
  for (const name of ['Company', 'Reason for Interaction', 'Requested For', 'Requested By']) {
    await expectWrong(box(page, name), /[Cc]hoose/);
  }
  await expectWrong(text(page, 'Summary'), 'Enter a summary.');
  await expectFirstWrongFocused(page);
  for (const name of ['Company', 'Reason for Interaction', 'Requested For', 'Requested By']) {
    await expect(box(page, name)).toHaveAttribute('aria-required', 'true');
  }
  for (const name of ['Category', 'Group', 'Impacted CI', 'Affected Service']) {
    await expect(box(page, name)).not.toHaveAttribute('aria-invalid', 'true');
  }
  await fillMandatory(page, unique('Second try'));
  await save(page).click();
  await savedNumber(page);
});

test('a new form begins as people expect', async ({ page }) => {
  await open(page, '/interactions/new');
  await expect(page).toHaveTitle(/New interaction/);
  await expectSelected(box(page, 'Status'), 'New');
  await expect(text(page, 'Reported On')).not.toBeEditable();
  await expect(text(page, 'Reported On')).not.toHaveValue('');
  const channels = ['Phone', 'Chat', 'Walk-in', 'Email', 'Web', 'MyService', 'Virtual Agent', 'Monitoring', 'Integration', 'EBonding'];
  expect((await box(page, 'Through').locator('option').allTextContents()).sort()).toEqual(channels.sort());
  await expect(box(page, 'Impact').locator('option')).toHaveCount(4);
  await expect(box(page, 'Urgency').locator('option')).toHaveCount(4);
  expect(await box(page, 'Company').locator('option:not([value=""])').allTextContents()).toEqual(['Contoso', 'Northwind']);
});

test('the counters count characters as a reader sees them, while typing', async ({ page }) => {
  await open(page, '/interactions/new');
  const summary = text(page, 'Summary');
  await expect(summary).toHaveAccessibleDescription(/\b0 \/ 500/);
  await summary.pressSequentially('Drucker');
  await expect(summary).toHaveAccessibleDescription(/\b7 \/ 500/);
  await expect(page.getByText('7 / 500', { exact: true })).toBeVisible();
  for (const [typed, count] of [['👨‍👩‍👧‍👦', 1], ['🇩🇪🇫🇷', 2], ['e\u0301a\u0308', 2], ['நி', 1], ['👍🏽', 1], ['', 0]] as const) {
    await summary.fill(typed);
    await expect(summary, typed).toHaveAccessibleDescription(new RegExp(`(^|\\s)${count} / 500`));
  }
  const description = text(page, 'Description');
  await expect(description).toHaveAccessibleDescription(/\b0 \/ 5000/);
  await description.fill('one\ntwo');
  await expect(description).toHaveAccessibleDescription(/\b7 \/ 5000/);
});

test('a text may be as long as its limit and no longer', async ({ page }) => {
  await open(page, '/interactions/new');
  const summary = unique('Long');
  const full = summary + '👩‍🚀'.repeat(500 - summary.length);
  await fillMandatory(page, `${full}x`);
  await text(page, 'Description').fill('d'.repeat(5001));
  await expect(page.getByText('501 / 500', { exact: true })).toBeVisible();
  await save(page).click();
  await expectWrong(text(page, 'Summary'), /at most 500/);
  await expectWrong(text(page, 'Description'), /at most 5000/);
  await expect(text(page, 'Summary')).toBeFocused();
  await text(page, 'Summary').fill(full);
  await text(page, 'Description').fill('d'.repeat(5000));
  await save(page).click();
  await savedNumber(page);
  await expect(text(page, 'Summary')).toHaveValue(full);
});

test('the server counts too', async ({ page }) => {
  const summary = unique('Forced').padEnd(501, '!');
  const answer = await send(page, '/interactions/new', await callFields(page, { summary }));
  expect(answer.status()).toBe(422);
  await show(page, answer);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expectWrong(text(page, 'Summary'), /at most 500/);
});

test('category, sub-category and type narrow each other', async ({ page }) => {
  await open(page, '/interactions/new');
  const offered = async (name: string) => box(page, name).locator('option:not([value=""])').allTextContents();
  await box(page, 'Company').selectOption({ label: 'Northwind' });
  await expect.poll(() => offered('Category')).toContain('Hardware');
  expect(await offered('Sub-category')).toEqual([]);
  expect(await offered('Type')).toEqual([]);
  await box(page, 'Category').selectOption({ label: 'Hardware' });
  await expect.poll(() => offered('Sub-category')).toEqual(expect.arrayContaining(['Laptop', 'Printer']));
  expect(await offered('Sub-category')).not.toContain('Office');
  await box(page, 'Sub-category').selectOption({ label: 'Printer' });
  await expect.poll(() => offered('Type')).toEqual(expect.arrayContaining(['Paper jam', 'Toner']));
  expect(await offered('Type')).not.toContain('Battery');
  await box(page, 'Type').selectOption({ label: 'Toner' });
  await box(page, 'Category').selectOption({ label: 'Software' });
  await expect.poll(() => offered('Sub-category')).toContain('Office');
  await expect(box(page, 'Sub-category')).toHaveValue('');
  await expect(box(page, 'Type')).toHaveValue('');
  expect(await offered('Type')).toEqual([]);
});

test('the group decides who can be the individual', async ({ page }) => {
  await open(page, '/interactions/new');
  const offered = async (name: string) => box(page, name).locator('option:not([value=""])').allTextContents();
  await box(page, 'Company').selectOption({ label: 'Northwind' });
  await expect.poll(() => offered('Group')).toEqual(expect.arrayContaining(['Service Desk', 'Network']));
  expect(await offered('Group')).not.toContain('Fabrikam Desk');
  expect(await offered('Individual')).toEqual([]);
  await box(page, 'Group').selectOption({ label: 'Network' });
  await expect.poll(() => offered('Individual')).toEqual(expect.arrayContaining([PEOPLE.agent.name, PEOPLE.manager.name]));
  expect(await offered('Individual')).not.toContain(PEOPLE.agent2.name);
  await box(page, 'Individual').selectOption({ label: PEOPLE.agent.name });
  await box(page, 'Group').selectOption({ label: 'Service Desk' });
  await expect.poll(() => offered('Individual')).toContain(PEOPLE.agent2.name);
});

test('another company brings its own choices and lets go of the person', async ({ page }) => {
  await open(page, '/interactions/new');
  const offered = async (name: string) => box(page, name).locator('option:not([value=""])').allTextContents();
  await choosePerson(page, 'Requested For', 'user@demo', PEOPLE.user.name);
  await expect.poll(() => offered('Reason for Interaction')).toContain('Warehouse Stoppage');
  await text(page, 'Summary').fill('stays');
  await box(page, 'Company').selectOption({ label: 'Contoso' });
  await expect.poll(() => offered('Reason for Interaction')).not.toContain('Warehouse Stoppage');
  expect(await offered('Reason for Interaction')).toEqual(expect.arrayContaining(['Enquiry', 'Follow Up', 'New Incident', 'New SR']));
  await expect(box(page, 'Requested For')).toHaveValue('');
  await expect(text(page, 'Summary')).toHaveValue('stays');
});

test('a state reason is asked for where the status needs one', async ({ page }) => {
  await open(page, '/interactions/new');
  await expect(box(page, 'State reason')).toBeDisabled();
  await fillMandatory(page, unique('On hold from the start'));
  await box(page, 'Status').selectOption({ label: 'On Hold' });
  await expect(box(page, 'State reason')).toBeEnabled();
  await save(page).click();
  await expectWrong(box(page, 'State reason'), /state reason/i);
  await box(page, 'State reason').selectOption({ label: 'Waiting on customer' });
  await save(page).click();
  await savedNumber(page);
  await expectSelected(box(page, 'Status'), 'On Hold');
  await expectSelected(box(page, 'State reason'), 'Waiting on customer');
});

test('everything filled in is on the record', async ({ page }) => {
  await open(page, '/interactions/new');
  const summary = unique('All fields');
  await fillMandatory(page, summary);
  await text(page, 'Description').fill('First line\nSecond <b>line</b> & "more"');
  const lists = {
    Category: 'Hardware', 'Sub-category': 'Printer', Type: 'Paper jam', Through: 'Walk-in', Impact: '1 - Extensive',
    Urgency: '1 - Critical', 'Affected Service': 'Printing', Group: 'Network', Individual: PEOPLE.manager.name,
    Status: 'In Progress',
  };
  for (const [name, label] of Object.entries(lists)) {
    await box(page, name).selectOption({ label });
  }
  const ci = await box(page, 'Impacted CI').locator('option:not([value=""])').nth(1).textContent();
  await box(page, 'Impacted CI').selectOption({ label: ci ?? '' });
  await text(page, 'Contact Phone').fill('+49 30 23125 999');
  await save(page).click();
  const number = await savedNumber(page);
  await open(page, `/interactions/${number}`);
  for (const [name, label] of [...Object.entries(lists), ['Impacted CI', ci ?? '']] as const) {
    await expectSelected(box(page, name), label);
  }
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(text(page, 'Description')).toHaveValue('First line\nSecond <b>line</b> & "more"');
  await expect(text(page, 'Contact Phone')).toHaveValue('+49 30 23125 999');
  await expect(page.getByText('Critical priority')).toBeVisible();
});

test('after saving one is on the record, and it leads the list', async ({ page }) => {
  const numbers: number[] = [];
  for (const summary of [unique('First of two'), unique('Second of two')]) {
    await open(page, '/interactions/new');
    await fillMandatory(page, summary);
    await save(page).click();
    const number = await savedNumber(page);
    await expect(page).toHaveTitle(new RegExp(number));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
    numbers.push(Number(number.slice(3)));
    await page.goto('/interactions');
    const shown = (await rows(page).getByRole('link').allTextContents()).map((text) => Number(text.slice(3)));
    // Other tests log calls meanwhile: only later ones may stand above.
    const above = shown.slice(0, shown.indexOf(Number(number.slice(3))));
    expect(shown).toContain(Number(number.slice(3)));
    expect(above.every((other) => other > Number(number.slice(3)))).toBe(true);
    await expect(rows(page).filter({ hasText: number })).toContainText(summary);
  }
  expect(numbers[1]).toBeGreaterThan(numbers[0] ?? Number.POSITIVE_INFINITY);
});
