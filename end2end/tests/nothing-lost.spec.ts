// Nothing typed is lost, and nothing is saved twice: reload, double click, lost connection, ended session,
// a program that comes late.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PASSWORD, PEOPLE, type Account } from '../support/accounts.ts';
import { box, expectSelected, expectWrong, fillMandatory, save, savedNumber, text } from '../support/form.ts';
import { editForm, logCall, send } from '../support/http.ts';
import { live, open } from '../support/live.ts';
import { rows } from '../support/table.ts';

test.use({ account: 'agent2' });

test('a reload keeps what was typed, until one discards it', async ({ page }) => {
  const summary = unique('Typed before the reload');
  await open(page, '/interactions/new');
  await fillMandatory(page, summary);
  await box(page, 'Category').selectOption({ label: 'Network' });
  await box(page, 'Sub-category').selectOption({ label: 'VPN' });
  await page.reload();
  await live(page);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.user.name);
  await expectSelected(box(page, 'Company'), 'Northwind');
  await expectSelected(box(page, 'Reason for Interaction'), 'Enquiry');
  await expectSelected(box(page, 'Category'), 'Network');
  await expectSelected(box(page, 'Sub-category'), 'VPN');
  await expect(text(page, 'Contact Email')).toHaveValue(PEOPLE.user.email);
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(text(page, 'Summary')).toHaveValue('');
  await expect(box(page, 'Requested For')).toHaveValue('');
  await page.reload();
  await live(page);
  await expect(text(page, 'Summary')).toHaveValue('');
});

test('what was kept can be saved, and is gone afterwards', async ({ page }) => {
  const summary = unique('Saved after the reload');
  await open(page, '/interactions/new');
  await fillMandatory(page, summary);
  await page.reload();
  await live(page);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await save(page).click();
  await savedNumber(page);
  await open(page, '/interactions/new');
  await expect(text(page, 'Summary')).toHaveValue('');
  await expect(page.getByText('What you typed here on')).toHaveCount(0);
});

test('a double click saves once', async ({ page }) => {
  const summary = unique('Saved by a double click');
  await open(page, '/interactions/new');
  await fillMandatory(page, summary);
  await save(page).dblclick();
  await savedNumber(page);
  await page.goto('/interactions');
  await expect(rows(page).filter({ hasText: summary })).toHaveCount(1);
});

test('two forms one after the other make two records', async ({ page }) => {
  const summary = unique('Twice the same words');
  const numbers = new Set<string>();
  await open(page, '/interactions');
  for (let times = 0; times < 2; times += 1) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Interactions' }).first().click();
    await page.getByRole('link', { name: 'New interaction', exact: true }).click();
    await fillMandatory(page, summary);
    await save(page).click();
    numbers.add(await savedNumber(page));
  }
  expect(numbers.size).toBe(2);
});

test('a lost connection is said, and saving works once it is back', async ({ page, watch }) => {
  watch.expectMessage(/ERR_INTERNET_DISCONNECTED/);
  const summary = unique('Typed in a tunnel');
  await open(page, '/interactions/new');
  await fillMandatory(page, summary);
  await page.context().setOffline(true);
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible();
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await page.context().setOffline(false);
  await save(page).click();
  await savedNumber(page);
  await page.goto('/interactions');
  await expect(rows(page).filter({ hasText: summary })).toHaveCount(1);
});

test('an answer that got lost does not make a second record', async ({ page, watch }) => {
  watch.expectMessage(/ERR_FAILED|ERR_CONNECTION/);
  const summary = unique('The answer got lost');
  await open(page, '/interactions/new');
  await fillMandatory(page, summary);
  let lost = 0;
  await page.route('**/api/create_interaction*', async (route) => {
    if (lost === 0) {
      lost += 1;
      await route.fetch();
      await route.abort();
    } else {
      await route.continue();
    }
  });
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible();
  await save(page).click();
  await savedNumber(page);
  expect(lost).toBe(1);
  await page.goto('/interactions');
  await expect(rows(page).filter({ hasText: summary })).toHaveCount(1);
});

/** What asks to sign in over the page. */
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Sign in to go on', exact: true });

async function signInOver(page: Page, account: Account, password = PASSWORD): Promise<void> {
  await expect(dialog(page).getByRole('textbox', { name: 'Email', exact: true })).toHaveValue(PEOPLE[account].email);
  await dialog(page).getByRole('textbox', { name: 'Password', exact: true }).fill(password);
  await dialog(page).getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('signed out in between, one signs in over the page and sends what was refused', async ({ page, watch }) => {
  watch.expectStatus(401, 422);
  const summary = unique('Typed while the session ended');
  await open(page, '/interactions/new');
  await fillMandatory(page, summary);
  await page.context().clearCookies();
  await save(page).click();
  await signInOver(page, 'agent2', 'wrong');
  await expectWrong(dialog(page).getByRole('textbox', { name: 'Password', exact: true }), /not right/);
  await signInOver(page, 'agent2');
  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL('/interactions/new');
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(page.getByText('You are signed in again. Send it once more.')).toBeVisible();
  await save(page).click();
  const number = await savedNumber(page);

  // The form of a record asks as soon as something is typed there, once it is there.
  await expect(text(page, 'Description')).toBeVisible();
  await page.context().clearCookies();
  await text(page, 'Description').fill('Typed by nobody');
  await signInOver(page, 'agent2');
  await expect(dialog(page)).toBeHidden();
  await save(page).click();
  await expect(page.getByRole('status').filter({ hasText: `${number} was saved` })).toBeVisible();

  // And so does the box to comment; Escape puts it off, until what is sent is refused.
  await page.context().clearCookies();
  await text(page, 'Comment').fill('Said by nobody');
  for (const asked of ['typed', 'sent']) {
    await expect(dialog(page), asked).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(page), asked).toBeHidden();
    if (asked === 'typed') {
      await page.getByRole('button', { name: 'Post', exact: true }).click();
    }
  }
  const refused = page.getByRole('alert').filter({ hasText: 'You were signed out before this was sent.' });
  await refused.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signInOver(page, 'agent2');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Comments, newest first' })).toContainText('Said by nobody');
  expect((await editForm(page, number)).fields['description']).toBe('Typed by nobody');
});

test('a page that is only read says that one is signed out, and goes on by itself afterwards', async ({ browserAs, watch }) => {
  watch.expectStatus(401);
  const [viewer, other] = [await browserAs('viewer'), await browserAs('agent2')];
  const number = await logCall(other, { summary: unique('Before') });
  await open(viewer, `/interactions/${number}`);
  await viewer.context().clearCookies();
  const bar = viewer.getByRole('status').filter({ hasText: 'You are signed out.' });
  await expect(bar).toBeVisible();
  await expect(dialog(viewer)).toBeHidden();
  await bar.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signInOver(viewer, 'viewer');
  await expect(bar).toHaveCount(0);
  const [form, summary] = [await editForm(other, number), unique('After')];
  expect((await send(other, `/interactions/${number}`, { ...form.fields, summary })).status()).toBe(303);
  await expect(viewer.getByRole('heading', { level: 1 })).toHaveText(summary);
});

test('what is typed into a record survives a reload, and is discarded on demand', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Kept in its form') });
  await open(page, `/interactions/${number}`);
  await text(page, 'Description').fill('Half a sentence');
  await box(page, 'Impact').selectOption({ label: '1 - Extensive' });
  await page.reload();
  await live(page);
  await expect(text(page, 'Description')).toHaveValue('Half a sentence');
  await expectSelected(box(page, 'Impact'), '1 - Extensive');
  await page.getByRole('status').filter({ hasText: 'is back' }).getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(text(page, 'Description')).toHaveValue('');
  await page.reload();
  await live(page);
  await expect(text(page, 'Description')).toHaveValue('');
  await expect(page.getByText('What you typed here on')).toHaveCount(0);
});

test('on another machine it is offered, over what others saved since', async ({ browserAs }) => {
  const [here, there, colleague] = [await browserAs('agent2'), await browserAs('agent2'), await browserAs('agent')];
  const number = await logCall(colleague, { summary: unique('Before') });
  await open(here, `/interactions/${number}`);
  const kept = here.waitForResponse((answer) => answer.url().includes('/api/save_draft') && answer.ok());
  await text(here, 'Description').fill('Typed on one machine');
  await kept;
  // What was typed in the last moment goes with the page.
  await text(here, 'Comment').fill('Said on one machine');
  await here.close();
  const [form, summary] = [await editForm(colleague, number), unique('After')];
  const saved = await send(colleague, `/interactions/${number}`, { ...form.fields, summary });
  expect(saved.status()).toBe(303);

  await open(there, `/interactions/${number}`);
  const offers = there.getByRole('status').filter({ hasText: 'You began typing here on' });
  await expect(offers).toHaveCount(2);
  await expect(text(there, 'Description')).toHaveValue('');
  await offers.first().getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(text(there, 'Description')).toHaveValue('Typed on one machine');
  await expect(text(there, 'Summary')).toHaveValue(summary);
  await offers.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(text(there, 'Comment')).toHaveValue('Said on one machine');
  await save(there).click();
  await expect(there.getByRole('status').filter({ hasText: `${number} was saved` })).toBeVisible();
  await there.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(there.getByRole('list', { name: 'Comments, newest first' })).toContainText('Said on one machine');
  expect((await editForm(colleague, number)).fields).toMatchObject({ summary, description: 'Typed on one machine' });

  // Sent, it is offered to nobody, and never was to anybody else.
  for (const account of ['agent2', 'agent'] as const) {
    const later = await browserAs(account);
    const asked = later.waitForResponse((answer) => answer.url().includes('/api/load_draft'));
    await open(later, `/interactions/${number}`);
    expect(await (await asked).text()).toBe('null');
  }
});

test('what is typed before the program is there stays', async ({ page }) => {
  const summary = unique('Typed too early');
  let release = () => {};
  const wait = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/*.wasm', async (route) => {
    await wait;
    await route.continue();
  });
  await page.goto('/interactions/new', { waitUntil: 'commit' });
  await text(page, 'Summary').fill(summary);
  await text(page, 'Description').fill('Early too');
  await box(page, 'Company').selectOption({ label: 'Contoso' });
  await box(page, 'Impact').selectOption({ label: '1 - Extensive' });
  release();
  await live(page);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(text(page, 'Summary')).toHaveAccessibleDescription(new RegExp(`${summary.length} / 500`));
  await expect(text(page, 'Description')).toHaveValue('Early too');
  await expectSelected(box(page, 'Impact'), '1 - Extensive');
  await expectSelected(box(page, 'Company'), 'Contoso');
  await expect(box(page, 'Reason for Interaction').locator('option', { hasText: 'Enquiry' })).toHaveCount(1);
});
