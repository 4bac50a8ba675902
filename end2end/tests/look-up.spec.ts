// Requested For: finding a person while typing, by mouse, keyboard and screen reader, and adding a guest.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import {
  box, choosePerson, expectSelected, expectWrong, save, savedNumber, sendWithoutProgram, text,
} from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { live, open } from '../support/live.ts';

test.use({ account: 'agent' });

const found = (page: Page, name = 'Requested For') => page.getByRole('listbox', { name, exact: true });

test.describe('finds', () => {
  test.beforeEach(async ({ page }) => open(page, '/interactions/new'));

  for (const [by, query] of [
    ['first and last name', 'amélie rou'],
    ['last name', 'Rousseau'],
    ['e-mail address', 'user@demo.test'],
    ['digits of the phone', '33199000117'],
    ['a phone number as it is written', '+33 1 99 00 01 17'],
  ] as const) {
    test(`by ${by}`, async ({ page }) => {
      await choosePerson(page, 'Requested For', query, PEOPLE.user.name);
      await expectSelected(box(page, 'Company'), 'Northwind');
      await expect(text(page, 'Contact Email')).toHaveValue(PEOPLE.user.email);
      await expect(text(page, 'Contact Phone')).toHaveValue(PEOPLE.user.phone);
    });
  }

  test('only people of companies that the agent sees', async ({ page }) => {
    await box(page, 'Requested For').pressSequentially('outsider@demo');
    await expect(page.getByText('User not found')).toBeVisible();
    await expect(found(page).getByRole('option')).toHaveCount(0);
  });

  test('a VIP, and says so before and after choosing', async ({ page }) => {
    await box(page, 'Requested For').pressSequentially('vip@demo');
    const option = found(page).getByRole('option', { name: PEOPLE.vip.name });
    await expect(option).toContainText('VIP');
    await expect(option).toContainText('Northwind');
    await option.click();
    await expect(box(page, 'Requested For')).toHaveAccessibleDescription(/VIP/);
    await expect(text(page, 'Contact Email')).toHaveValue(PEOPLE.vip.email);
  });

  test('Requested By too, whose contact data stays out of the form', async ({ page }) => {
    await choosePerson(page, 'Requested For', 'user@demo', PEOPLE.user.name);
    await box(page, 'Requested By').fill('');
    await choosePerson(page, 'Requested By', 'vip@demo', PEOPLE.vip.name);
    await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.user.name);
    await expect(text(page, 'Contact Email')).toHaveValue(PEOPLE.user.email);
  });

  test('signs that mean something to the database as plain signs', async ({ page }) => {
    for (const query of ['%%', '__', "o'n%", '\\\\']) {
      await box(page, 'Requested For').fill(query);
      await expect(page.getByText('User not found').first()).toBeVisible();
      await box(page, 'Requested For').fill('');
      await expect(page.getByText('User not found')).toHaveCount(0);
    }
  });
});

test('the combobox says what it is doing', async ({ page }) => {
  await open(page, '/interactions/new');
  const combo = box(page, 'Requested For');
  await expect(combo).toHaveAttribute('aria-autocomplete', 'list');
  await expect(combo).toHaveAttribute('aria-expanded', 'false');
  await combo.pressSequentially('demo.test');
  await expect(combo).toHaveAttribute('aria-expanded', 'true');
  const list = found(page);
  await expect(combo).toHaveAttribute('aria-controls', (await list.getAttribute('id')) ?? 'none');
  const count = await list.getByRole('option').count();
  expect(count).toBeGreaterThan(1);
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: `${count} results` })).toHaveCount(1);
  await expect(combo).not.toHaveAttribute('aria-activedescendant');

  await combo.press('ArrowDown');
  const first = list.getByRole('option').first();
  await expect(combo).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? 'none');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await combo.press('ArrowUp');
  const last = list.getByRole('option').last();
  await expect(combo).toHaveAttribute('aria-activedescendant', (await last.getAttribute('id')) ?? 'none');
  await expect(first).toHaveAttribute('aria-selected', 'false');
  await expect(combo).toBeFocused();

  await combo.press('Escape');
  await expect(combo).toHaveAttribute('aria-expanded', 'false');
  await expect(combo).toHaveValue('demo.test');
  await combo.press('ArrowDown');
  await expect(combo).toHaveAttribute('aria-expanded', 'true');
  await combo.press('Enter');
  await expect(combo).toHaveAttribute('aria-expanded', 'false');
  await expect(combo).not.toHaveValue('demo.test');
});

test('editing the text lets go of who was chosen', async ({ page }) => {
  await open(page, '/interactions/new');
  await choosePerson(page, 'Requested For', 'user@demo', PEOPLE.user.name);
  await expect(page.locator('input[name="requested_for"]')).not.toHaveValue('');
  await box(page, 'Requested For').press('End');
  await box(page, 'Requested For').press('Backspace');
  await expect(page.locator('input[name="requested_for"]')).toHaveValue('');
});

test('the history of the caller is there as soon as the caller is', async ({ page }) => {
  const summary = unique('Badge does not open the gate');
  const number = await logCall(page, { summary, requestedFor: PEOPLE.approver.email });
  await open(page, '/interactions/new');
  const history = page.getByRole('region', { name: 'History', exact: true });
  await expect(history).toBeVisible();
  await choosePerson(page, 'Requested For', 'approver@demo', PEOPLE.approver.name);
  for (const part of ['Incidents', 'Service Requests', 'Interactions']) {
    await expect(history.getByRole('heading', { name: part, exact: true })).toBeVisible();
  }
  const line = history.getByRole('link').filter({ hasText: number });
  await expect(line).toContainText(summary);
  await expect(line).toHaveAttribute('href', `/interactions/${number}`);
  await box(page, 'Requested For').fill('');
  await expect(line).toHaveCount(0);
});

test.describe('a guest', () => {
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add User', exact: true });
  const add = (page: Page) => dialog(page).getByRole('button', { name: /^(Add guest|Add User|Save)$/ });

  async function openDialog(page: Page, query: string) {
    await open(page, '/interactions/new');
    await box(page, 'Company').selectOption({ label: 'Northwind' });
    await box(page, 'Requested For').pressSequentially(query);
    await expect(page.getByText('User not found')).toBeVisible();
    await page.getByRole('button', { name: 'Add User', exact: true }).click();
    await expect(dialog(page)).toBeVisible();
  }

  test('is added where nobody is found, is filled in, and has no history', async ({ page }) => {
    const last = unique('Guest').replaceAll(' ', '-');
    const email = `${last.toLowerCase()}@example.test`;
    await openDialog(page, last);
    await expect(text(dialog(page), 'Company')).toHaveValue('Northwind');
    await expect(text(dialog(page), 'Company')).not.toBeEditable();
    await text(dialog(page), 'First Name').fill('Zoë');
    await text(dialog(page), 'Last Name').fill(last);
    await text(dialog(page), 'Email Address').fill(email);
    await text(dialog(page), 'Contact Number').fill('+44 20 7946 0999');
    await text(dialog(page), 'Address').fill('1 Harbour Row\nWesthaven');
    await add(page).click();
    await expect(dialog(page)).toBeHidden();
    await expect(box(page, 'Requested For')).toHaveValue(`Zoë ${last}`);
    await expect(text(page, 'Contact Email')).toHaveValue(email);
    await expect(text(page, 'Contact Phone')).toHaveValue('+44 20 7946 0999');
    await expectSelected(box(page, 'Company'), 'Northwind');
    const history = page.getByRole('region', { name: 'History', exact: true });
    await expect(history.getByText('No records found')).toHaveCount(3);
    await box(page, 'Reason for Interaction').selectOption({ label: 'Enquiry' });
    await text(page, 'Summary').fill(unique('First call of a guest'));
    await save(page).click();
    await savedNumber(page);
    await expect(box(page, 'Requested For')).toHaveValue(`Zoë ${last}`);
  });

  test('whose address is taken is refused, and nothing typed is lost', async ({ page, watch }) => {
    watch.expectStatus(422);
    await openDialog(page, unique('nobody'));
    await text(dialog(page), 'First Name').fill('Anna');
    await text(dialog(page), 'Last Name').fill('Anders');
    await text(dialog(page), 'Email Address').fill(PEOPLE.user.email.toUpperCase());
    await add(page).click();
    await expectWrong(text(dialog(page), 'Email Address'), 'Email already exists');
    await expect(text(dialog(page), 'Email Address')).toBeFocused();
    await expect(text(dialog(page), 'First Name')).toHaveValue('Anna');
  });

  test('without what must be there is refused at each field', async ({ page }) => {
    await openDialog(page, unique('nobody'));
    await add(page).click();
    for (const name of ['First Name', 'Last Name', 'Email Address']) {
      await expectWrong(text(dialog(page), name), /./);
    }
    await expect(text(dialog(page), 'First Name')).toBeFocused();
    for (const name of ['Contact Number', 'Address']) {
      await expect(text(dialog(page), name)).not.toHaveAttribute('aria-invalid', 'true');
    }
  });

  test('by keyboard alone; Escape gives the focus back', async ({ page }) => {
    await openDialog(page, unique('nobody'));
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    const button = page.getByRole('button', { name: 'Add User', exact: true });
    await expect(button.or(box(page, 'Requested For')).and(page.locator(':focus'))).toHaveCount(1);
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeVisible();
    const last = unique('Tabbed').replaceAll(' ', '-');
    await expect(text(dialog(page), 'First Name')).toBeFocused();
    await page.keyboard.type('Kim');
    await page.keyboard.press('Tab');
    await page.keyboard.type(last);
    await page.keyboard.press('Tab');
    await page.keyboard.type(`${last.toLowerCase()}@example.test`);
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    await expect(box(page, 'Requested For')).toHaveValue(`Kim ${last}`);
  });

  test('needs a company, and the form says so before anything is lost', async ({ page }) => {
    await open(page, '/interactions/new');
    await box(page, 'Requested For').pressSequentially(unique('nobody'));
    await page.getByRole('button', { name: 'Add User', exact: true }).click();
    await text(dialog(page), 'First Name').fill('Ada');
    await text(dialog(page), 'Last Name').fill('Adams');
    await text(dialog(page), 'Email Address').fill(`${unique('ada').replaceAll(' ', '')}@example.test`);
    await add(page).click();
    await expectWrong(text(dialog(page), 'Company'), /[Cc]ompany/);
  });
});

test('a form sent before the program came offers a guest form, which goes on working when it is there', async ({ page, watch }) => {
  watch.expectStatus(422);
  const summary = unique('Sent too early for a guest');
  const email = `${unique('early').replaceAll(' ', '-')}@example.test`;
  await open(page, '/interactions/new');
  await box(page, 'Company').selectOption({ label: 'Northwind' });
  await box(page, 'Reason for Interaction').selectOption({ label: 'Enquiry' });
  await text(page, 'Summary').fill(summary);
  await box(page, 'Requested For').fill('Early Bird');
  await sendWithoutProgram(page, 'New interaction');
  const guest = page.getByRole('group', { name: 'Add User: Requested For' });
  await expect(text(guest, 'Last Name')).toHaveValue('Bird');
  await live(page);
  await text(guest, 'Email Address').fill(email);
  await guest.getByRole('button', { name: 'Add User' }).click();
  await expect(guest).toHaveCount(0);
  await live(page);
  await expect(box(page, 'Requested For')).toHaveValue('Early Bird');
  await expect(text(page, 'Contact Email')).toHaveValue(email);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await save(page).click();
  await savedNumber(page);
});
