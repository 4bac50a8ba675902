// The record: changing it, what its status may become, its history and its log, two people at once.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { axe } from '../support/axe.ts';
import { box, choosePerson, expectFirstWrongFocused, expectSelected, expectWrong, save, text } from '../support/form.ts';
import { editForm, logCall, pick, send } from '../support/http.ts';
import { deaf, open } from '../support/live.ts';

test.use({ account: 'agent' });

const offered = (page: Page, name: string) => box(page, name).locator('option:not([value=""])').allTextContents();
const log = (page: Page) => page.getByRole('region', { name: 'Audit Log', exact: true });

/** Saves and waits until it is done and the page says so. */
async function saveRecord(page: Page, number: string): Promise<void> {
  await save(page).click();
  await expect(save(page)).not.toHaveAttribute('aria-busy', 'true');
  await expect(page.getByRole('status').filter({ hasText: `${number} was saved` })).toBeVisible();
}

test('what is changed is there after a reload', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Before') });
  const summary = unique('After');
  await open(page, `/interactions/${number}`);
  await text(page, 'Summary').fill(summary);
  await text(page, 'Description').fill('Now with\ntwo lines');
  await box(page, 'Reason for Interaction').selectOption({ label: 'New Incident' });
  await box(page, 'Category').selectOption({ label: 'Access' });
  await box(page, 'Sub-category').selectOption({ label: 'Password' });
  await box(page, 'Type').selectOption({ label: 'Reset' });
  await box(page, 'Through').selectOption({ label: 'Email' });
  await box(page, 'Urgency').selectOption({ label: '2 - High' });
  await text(page, 'Contact Email').fill('other@example.test');
  await box(page, 'Requested By').fill('');
  await choosePerson(page, 'Requested By', 'vip@demo', PEOPLE.vip.name);
  await saveRecord(page, number);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
  await open(page, `/interactions/${number}`);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(text(page, 'Description')).toHaveValue('Now with\ntwo lines');
  await expectSelected(box(page, 'Reason for Interaction'), 'New Incident');
  await expectSelected(box(page, 'Type'), 'Reset');
  await expectSelected(box(page, 'Through'), 'Email');
  await expectSelected(box(page, 'Urgency'), '2 - High');
  await expect(text(page, 'Contact Email')).toHaveValue('other@example.test');
  await expect(box(page, 'Requested By')).toHaveValue(PEOPLE.vip.name);
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.user.name);
});

test('another Requested For brings their contact data and history', async ({ page }) => {
  const earlier = await logCall(page, { summary: unique('Of the VIP'), requestedFor: PEOPLE.vip.email });
  const number = await logCall(page, { summary: unique('Handed over') });
  await open(page, `/interactions/${number}`);
  await box(page, 'Requested For').fill('');
  await choosePerson(page, 'Requested For', 'vip@demo', PEOPLE.vip.name);
  await expect(text(page, 'Contact Email')).toHaveValue(PEOPLE.vip.email);
  await saveRecord(page, number);
  const history = page.getByRole('region', { name: 'History', exact: true });
  await expect(history.getByRole('link').filter({ hasText: earlier })).toBeVisible();
  await expect(page.getByRole('main').getByText('VIP', { exact: true }).first()).toBeVisible();
});

test('the names of the system are not to be changed', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Fixed names') });
  await open(page, `/interactions/${number}`);
  await expect(page).toHaveTitle(new RegExp(number));
  await expect(text(page, 'Reported On')).not.toBeEditable();
  const details = page.getByRole('region', { name: 'Details', exact: true });
  await expect(details.getByLabel('Company', { exact: true })).toHaveValue('Northwind');
  await expect(details.getByLabel('Company', { exact: true })).not.toBeEditable();
  await expect(page.getByText(number).first()).toBeVisible();
  for (const region of ['Details', 'History', 'Audit Log']) {
    await expect(page.getByRole('region', { name: region, exact: true })).toBeVisible();
  }
});

test('the status offers only what it may become', async ({ page }) => {
  const number = await logCall(page, { summary: unique('A life') });
  await open(page, `/interactions/${number}`);
  expect(await offered(page, 'Status')).toEqual([
    'New', 'In Progress', 'On Hold', 'Awaiting Approval', 'Completed', 'Dropped (Abandoned)', 'Withdrawn',
  ]);
  await box(page, 'Status').selectOption({ label: 'Completed' });
  await saveRecord(page, number);
  await expect.poll(() => offered(page, 'Status')).toEqual(['Completed', 'In Progress']);
  await expectSelected(box(page, 'Status'), 'Completed');
  const { fields } = await editForm(page, number);
  const forged = await send(page, `/interactions/${number}`, { ...fields, status: 'new' });
  expect(forged.status()).toBe(422);
  await box(page, 'Status').selectOption({ label: 'In Progress' });
  await saveRecord(page, number);
  await expect.poll(() => offered(page, 'Status')).not.toContain('New');
});

test('on hold asks why, and letting go of it forgets why', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Waits') });
  await open(page, `/interactions/${number}`);
  await expect(box(page, 'State reason')).toBeDisabled();
  await box(page, 'Status').selectOption({ label: 'On Hold' });
  await expect(box(page, 'State reason')).toBeEnabled();
  expect(await offered(page, 'State reason')).toEqual(['Waiting on customer', 'Waiting internal', 'Waiting for assignment']);
  await save(page).click();
  await expectWrong(box(page, 'State reason'), /state reason/i);
  await expectFirstWrongFocused(page);
  await box(page, 'State reason').selectOption({ label: 'Waiting internal' });
  await saveRecord(page, number);
  await box(page, 'Status').selectOption({ label: 'In Progress' });
  await saveRecord(page, number);
  await expect(box(page, 'State reason')).toBeDisabled();
  await expect(box(page, 'State reason')).toHaveValue('');
});

test('a record without a summary is not saved', async ({ page }) => {
  const summary = unique('Must stay');
  const number = await logCall(page, { summary });
  await open(page, `/interactions/${number}`);
  await text(page, 'Summary').fill('   ');
  await page.keyboard.press('Control+Enter');
  await expectWrong(text(page, 'Summary'), 'Enter a summary.');
  await expect(text(page, 'Summary')).toBeFocused();
  expect((await editForm(page, number)).fields['summary']).toBe(summary);
});

test('the log says what, from, to, who and when', async ({ page, browserAs }) => {
  const [before, after] = [unique('Old words'), unique('New words')];
  const number = await logCall(page, { summary: before });
  const other = await browserAs('agent2');
  await open(other, `/interactions/${number}`);
  await text(other, 'Summary').fill(after);
  await box(other, 'Status').selectOption({ label: 'In Progress' });
  await box(other, 'Group').selectOption({ label: 'Network' });
  await saveRecord(other, number);
  // At once where it was changed, and for everybody else.
  await open(page, `/interactions/${number}`);
  for (const reader of [other, page]) {
    const entries = log(reader).locator('ol > li, tbody > tr');
    await expect(entries).toHaveCount(2);
    const latest = entries.first();
    await expect(latest).toContainText(PEOPLE.agent2.name);
    const line = (field: string) => latest.getByRole('listitem').filter({ hasText: field });
    await expect(line('Summary')).toHaveText(new RegExp(`${before}.*${after}`, 's'));
    await expect(line('Status')).toHaveText(/New.*In Progress/s);
    await expect(line('Group')).toContainText('Network');
    const at = await latest.locator('time').first().getAttribute('datetime');
    expect(Math.abs(Date.now() - Date.parse(at ?? ''))).toBeLessThan(5 * 60_000);
    await expect(entries.last()).toContainText(PEOPLE.agent.name);
  }
});

test('what is typed while saving stays', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Typing goes on') });
  const [summary, description] = [unique('Saved first'), unique('Typed meanwhile')];
  await open(page, `/interactions/${number}`);
  let release = () => {};
  const wait = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/edit_interaction*', async (route) => {
    await wait;
    await route.continue();
  });
  await text(page, 'Summary').fill(summary);
  await save(page).click();
  await text(page, 'Description').fill(description);
  release();
  await expect(page.getByRole('status').filter({ hasText: `${number} was saved` })).toBeVisible();
  await expect(save(page)).not.toHaveAttribute('aria-busy', 'true');
  await expect(text(page, 'Description')).toHaveValue(description);
  await saveRecord(page, number);
  expect((await editForm(page, number)).fields).toMatchObject({ summary, description });
});

test('a save that changes nothing leaves no trace', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Untouched') });
  await open(page, `/interactions/${number}`);
  await saveRecord(page, number);
  await expect(log(page).locator('ol > li, tbody > tr')).toHaveCount(1);
});

test('the history leads to other records, and does not show the one looked at', async ({ page }) => {
  const summaries = [unique('Earlier'), unique('Later')];
  const numbers = [];
  for (const summary of summaries) {
    numbers.push(await logCall(page, { summary, requestedFor: PEOPLE.manager.email }));
  }
  await open(page, `/interactions/${numbers[1]}`);
  const history = page.getByRole('region', { name: 'History', exact: true });
  for (const part of ['Incidents', 'Service Requests', 'Interactions']) {
    await expect(history.getByRole('heading', { name: part, exact: true })).toBeVisible();
  }
  await expect(history.getByRole('link').filter({ hasText: numbers[1] })).toHaveCount(0);
  await history.getByRole('link').filter({ hasText: numbers[0] }).click();
  await expect(page).toHaveURL(`/interactions/${numbers[0]}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summaries[0] ?? '');
  await expect(text(page, 'Summary')).toHaveValue(summaries[0] ?? '');
  await expect(history.getByRole('link').filter({ hasText: numbers[1] })).toBeVisible();
  await page.goBack();
  await expect(text(page, 'Summary')).toHaveValue(summaries[1] ?? '');
});

test('the record as it was is a page of its own, to be read', async ({ page }) => {
  const number = await logCall(page, { summary: unique('At first') });
  const form = await editForm(page, number);
  const [first, later] = [form.fields['summary'] ?? '', unique('Later')];
  expect((await send(page, `/interactions/${number}`, { ...form.fields, summary: later })).status()).toBe(303);
  await open(page, `/interactions/${number}`);
  await log(page).getByRole('link', { name: /^As of then/ }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(first);
  await expect(page.getByRole('region', { name: 'Details', exact: true })).toContainText(first);
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  // The server makes the same page.
  await open(page, page.url());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(first);
  await axe(page);
  await page.getByRole('link', { name: 'See it as it is now' }).click();
  await expect(text(page, 'Summary')).toHaveValue(later);
  await open(page, `/interactions/${number}?as_of=yesterday`);
  await expect(page.getByText('This address names no moment')).toBeVisible();
});

test.describe('two people at once', () => {
  test('the same field: the second sees the other’s value, keeps their own and can save again', async ({ page, browserAs, watch }) => {
    watch.expectStatus(409);
    await deaf(page);
    const number = await logCall(page, { summary: unique('Base') });
    const [theirs, mine] = [unique('Theirs'), unique('Mine')];
    const other = await browserAs('agent2');
    await open(page, `/interactions/${number}`);
    await open(other, `/interactions/${number}`);
    await text(other, 'Summary').fill(theirs);
    await saveRecord(other, number);
    await text(page, 'Summary').fill(mine);
    const answered = page.waitForResponse(/edit_interaction/);
    await save(page).click();
    expect((await answered).status()).toBe(409);
    const notice = page.getByRole('alert').filter({ hasText: PEOPLE.agent2.name });
    await expect(notice).toContainText('Summary');
    await expect(notice).toContainText(theirs);
    await expect(text(page, 'Summary')).toHaveValue(mine);
    await saveRecord(page, number);
    await expect(notice).toHaveCount(0);
    const { fields } = await editForm(page, number);
    expect(fields['summary']).toBe(mine);
    await open(page, `/interactions/${number}`);
    await expect(log(page)).toContainText(theirs);
  });

  test('the same field: the second can take the other’s value', async ({ page, browserAs, watch }) => {
    watch.expectStatus(409);
    await deaf(page);
    const number = await logCall(page, { summary: unique('Base') });
    const theirs = unique('Theirs');
    await open(page, `/interactions/${number}`);
    const other = await browserAs('agent2');
    const form = await editForm(other, number);
    expect((await send(other, `/interactions/${number}`, { ...form.fields, summary: theirs })).status()).toBe(303);
    await text(page, 'Summary').fill(unique('Mine'));
    await save(page).click();
    await page.getByRole('alert').getByRole('button', { name: /^Take/ }).click();
    await expect(text(page, 'Summary')).toHaveValue(theirs);
    await saveRecord(page, number);
    expect((await editForm(page, number)).fields['summary']).toBe(theirs);
  });

  test('different fields: both survive', async ({ page, browserAs }) => {
    await deaf(page);
    const number = await logCall(page, { summary: unique('Base') });
    const [summary, description] = [unique('My summary'), unique('Their description')];
    await open(page, `/interactions/${number}`);
    const other = await browserAs('agent2');
    const form = await editForm(other, number);
    const group = pick(form, 'group', 'Network');
    const answer = await send(other, `/interactions/${number}`, { ...form.fields, description, group });
    expect(answer.status()).toBe(303);
    await text(page, 'Summary').fill(summary);
    await save(page).click();
    const saved = page.getByRole('status').filter({ hasText: `${number} was saved` });
    await expect(saved).toContainText('together with what others changed meanwhile');
    await expect(text(page, 'Summary')).toHaveValue(summary);
    await expect(text(page, 'Description')).toHaveValue(description);
    await expectSelected(box(page, 'Group'), 'Network');
    const { fields } = await editForm(page, number);
    expect(fields).toMatchObject({ summary, description, group });
  });
});
