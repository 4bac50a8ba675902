// Nothing typed is lost, and nothing is saved twice: reload, double click, lost connection, ended session,
// a program that comes late.

import { expect, signIn, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { box, expectSelected, fillMandatory, save, savedNumber, text } from '../support/form.ts';
import { live, open } from '../support/live.ts';
import { rows } from '../support/table.ts';

test.use({ account: 'agent2' });

test('a reload keeps what was typed, until one begins afresh', async ({ page }) => {
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
  await page.getByRole('button', { name: 'Start afresh' }).click();
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
  await expect(page.getByText('What you typed before is back')).toHaveCount(0);
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

test('signed out in between, one signs in and goes on with what was typed', async ({ page, watch }) => {
  watch.expectStatus(401);
  const summary = unique('Typed while the session ended');
  await open(page, '/interactions/new');
  await fillMandatory(page, summary);
  await page.context().clearCookies();
  await save(page).click();
  const link = page.getByRole('main').getByRole('link', { name: 'Sign in' });
  await expect(link).toBeVisible();
  await expect(text(page, 'Summary')).toHaveValue(summary);
  // In a tab of its own, or in this one: either way one is back where one was.
  const opened = page.context().waitForEvent('page', { timeout: 3_000 }).catch(() => page);
  await link.click();
  const tab = await opened;
  await tab.waitForURL(/\/login/);
  await signIn(tab, 'agent2');
  await expect(page).toHaveURL('/interactions/new');
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.user.name);
  await save(page).click();
  await savedNumber(page);
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
