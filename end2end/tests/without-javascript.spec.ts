// The agents' work where JavaScript is off: the list, logging a call, changing a record.

import { expect, test, unique } from '../fixtures.ts';
import { PASSWORD, PEOPLE } from '../support/accounts.ts';
import { box, expectSelected, expectWrong, save, savedNumber, text } from '../support/form.ts';
import { editForm, isListed, logCall, send } from '../support/http.ts';
import { numbers, rows, table, turn } from '../support/table.ts';

test.use({ account: 'interaction', javaScriptEnabled: false });

test('a call is logged', async ({ page }) => {
  const summary = unique('Logged without JavaScript');
  await page.goto('/interactions');
  await page.getByRole('link', { name: 'New interaction', exact: true }).click();
  await box(page, 'Company').selectOption({ label: 'Northwind' });
  await text(page, 'Summary').fill(summary);
  await page.getByRole('button', { name: 'Show this company’s choices' }).click();
  await expectSelected(box(page, 'Company'), 'Northwind');
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await box(page, 'Reason for Interaction').selectOption({ label: 'Follow Up' });
  await box(page, 'Requested For').fill(PEOPLE.user.email);
  await box(page, 'Requested By').fill(PEOPLE.vip.name);
  await box(page, 'Category').selectOption({ label: 'Network' });
  await box(page, 'Sub-category').selectOption({ label: 'VPN' });
  await text(page, 'Description').fill('\nBegins with an empty line');
  await save(page).click();
  const number = await savedNumber(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.user.name);
  await expect(box(page, 'Requested By')).toHaveValue(PEOPLE.vip.name);
  await expectSelected(box(page, 'Sub-category'), 'VPN');
  await page.goto('/interactions');
  await expect(rows(page).filter({ hasText: number })).toContainText(summary);
});

test('what is wrong is said, and what was typed is kept', async ({ page, watch }) => {
  watch.expectStatus(422);
  await page.goto('/interactions/new');
  await box(page, 'Company').selectOption({ label: 'Northwind' });
  await page.getByRole('button', { name: 'Show this company’s choices' }).click();
  await box(page, 'Requested For').fill('nobody@nowhere.test');
  await box(page, 'Requested By').fill(PEOPLE.vip.email);
  await text(page, 'Description').fill('  Two\n  lines <b>&amp;');
  await box(page, 'Through').selectOption({ label: 'Chat' });
  await box(page, 'Status').selectOption({ label: 'On Hold' });
  await box(page, 'Reason for Interaction').selectOption({ label: 'Enquiry' });
  await text(page, 'Summary').fill('Something');
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await save(page).click();
  expect((await answered).status()).toBe(422);
  await expectWrong(box(page, 'State reason'), /state reason/i);
  await expectWrong(box(page, 'Requested For'), 'User not found');
  await box(page, 'State reason').selectOption({ label: 'Waiting internal' });
  await expect(box(page, 'Requested For')).toHaveValue('nobody@nowhere.test');
  await expect(box(page, 'Requested By')).toHaveValue(PEOPLE.vip.email);
  await expect(text(page, 'Description')).toHaveValue('  Two\n  lines <b>&amp;');
  await expectSelected(box(page, 'Through'), 'Chat');
  await expectSelected(box(page, 'Status'), 'On Hold');
  await expectSelected(box(page, 'Reason for Interaction'), 'Enquiry');
  await box(page, 'Requested For').fill(PEOPLE.user.email);
  await save(page).click();
  await savedNumber(page);
});

test('somebody who is not found is added as a guest, and the form keeps everything', async ({ page, watch }) => {
  watch.expectStatus(422);
  const summary = unique('Logged for a guest without JavaScript');
  const email = `${unique('guest').replaceAll(' ', '-')}@example.test`;
  await page.goto('/interactions/new');
  await box(page, 'Company').selectOption({ label: 'Northwind' });
  await page.getByRole('button', { name: 'Show this company’s choices' }).click();
  await box(page, 'Reason for Interaction').selectOption({ label: 'Enquiry' });
  await box(page, 'Requested For').fill('Greta Gast');
  await text(page, 'Summary').fill(summary);
  await text(page, 'Description').fill('\nBegins with an empty line');
  await save(page).click();
  await expectWrong(box(page, 'Requested For'), 'User not found');
  const guest = page.getByRole('group', { name: 'Add User: Requested For' });
  await expect(text(guest, 'First Name')).toHaveValue('Greta');
  await expect(text(guest, 'Last Name')).toHaveValue('Gast');
  await expect(text(guest, 'Company')).toHaveValue('Northwind');
  await expect(text(guest, 'Company')).not.toBeEditable();
  await text(guest, 'Email Address').fill(PEOPLE.user.email);
  await guest.getByRole('button', { name: 'Add User' }).click();
  await expectWrong(text(guest, 'Email Address'), 'Email already exists');
  await text(guest, 'Email Address').fill(email);
  await guest.getByRole('button', { name: 'Add User' }).click();
  await expect(guest).toHaveCount(0);
  await expect(box(page, 'Requested For')).toHaveValue('Greta Gast');
  await expect(box(page, 'Requested By')).toHaveValue('Greta Gast');
  await expect(text(page, 'Contact Email')).toHaveValue(email);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(text(page, 'Description')).toHaveValue('\nBegins with an empty line');
  await save(page).click();
  await savedNumber(page);
  await expect(box(page, 'Requested For')).toHaveValue('Greta Gast');
});

test('an empty form names every field that must be there', async ({ page, watch }) => {
  watch.expectStatus(422);
  await page.goto('/interactions/new');
  await save(page).click();
  for (const name of ['Company', 'Reason for Interaction', 'Requested For', 'Requested By']) {
    await expectWrong(box(page, name), /[Cc]hoose/);
  }
  await expectWrong(text(page, 'Summary'), 'Enter a summary.');
});

test('a form sent after the session ended is there again after the sign-in, and saved once it is sent', async ({ page, watch }) => {
  watch.expectStatus(401, 422);
  const summary = unique('Typed while the session ended');
  await page.goto('/interactions/new');
  await box(page, 'Company').selectOption({ label: 'Northwind' });
  await page.getByRole('button', { name: 'Show this company’s choices' }).click();
  await box(page, 'Reason for Interaction').selectOption({ label: 'Follow Up' });
  await box(page, 'Requested For').fill(PEOPLE.user.email);
  await box(page, 'Requested By').fill(PEOPLE.vip.name);
  await text(page, 'Summary').fill(summary);
  await text(page, 'Description').fill('\nTwo "lines"\n<b>&amp;');
  await page.context().clearCookies();
  await save(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to go on');
  await text(page, 'Email').fill(PEOPLE.interaction.email);
  await text(page, 'Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectWrong(text(page, 'Password'), 'is not right');
  await expect(text(page, 'Email')).toHaveValue(PEOPLE.interaction.email);
  await text(page, 'Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New interaction');
  await expect(page).toHaveURL('/interactions/new');
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await expect(text(page, 'Description')).toHaveValue('\nTwo "lines"\n<b>&amp;');
  await expectSelected(box(page, 'Reason for Interaction'), 'Follow Up');
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.user.email);
  expect(await isListed(page, summary), 'signing in saves nothing').toBe(false);
  await save(page).click();
  await savedNumber(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
});

test('a record changed after the session ended is there again after the sign-in', async ({ page, watch }) => {
  watch.expectStatus(401);
  const number = await logCall(page, { summary: unique('To be changed later') });
  const summary = unique('Changed while the session ended');
  await page.goto(`/interactions/${number}`);
  await text(page, 'Summary').fill(summary);
  await page.context().clearCookies();
  await save(page).click();
  await text(page, 'Email').fill(PEOPLE.interaction.email);
  await text(page, 'Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(text(page, 'Summary')).toHaveValue(summary);
  await save(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
});

test('a record is changed', async ({ page }) => {
  const number = await logCall(page, { summary: unique('To be changed') });
  const summary = unique('Changed without JavaScript');
  await page.goto(`/interactions/${number}`);
  await text(page, 'Summary').fill(summary);
  await box(page, 'Group').selectOption({ label: 'Network' });
  await box(page, 'Individual').selectOption({ label: PEOPLE.agent.name });
  await save(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
  await expectSelected(box(page, 'Individual'), PEOPLE.agent.name);
  await expect(page.getByRole('region', { name: 'Audit Log', exact: true })).toContainText(summary);
});

test('a person is changed by writing over the name', async ({ page, watch }) => {
  watch.expectStatus(422);
  const number = await logCall(page, { summary: unique('For somebody else') });
  await page.goto(`/interactions/${number}`);
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.user.name);
  await box(page, 'Requested For').fill('Nobody Here');
  await save(page).click();
  await expectWrong(box(page, 'Requested For'), 'User not found');
  await expect(page.getByRole('group', { name: 'Add User: Requested For' })).toBeVisible();
  await box(page, 'Requested For').fill(PEOPLE.vip.name);
  await save(page).click();
  await expect(page).toHaveURL(`/interactions/${number}`);
  await expect(page.getByRole('group', { name: 'Add User: Requested For' })).toHaveCount(0);
  await page.reload();
  await expect(box(page, 'Requested For')).toHaveValue(PEOPLE.vip.name);
});

test('a record that somebody else changed shows both values and can be saved again', async ({ page, browserAs, watch }) => {
  watch.expectStatus(409);
  const number = await logCall(page, { summary: unique('Two at once') });
  const [theirs, mine] = [unique('Theirs'), unique('Mine')];
  await page.goto(`/interactions/${number}`);
  await text(page, 'Summary').fill(mine);
  const other = await browserAs('agent');
  const form = await editForm(other, number);
  const answer = await send(other, `/interactions/${number}`, { ...form.fields, summary: theirs });
  expect(answer.status()).toBe(303);
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await save(page).click();
  expect((await answered).status()).toBe(409);
  const notice = page.getByRole('alert').filter({ hasText: PEOPLE.agent.name });
  await expect(notice).toContainText('Summary');
  await expect(notice).toContainText(theirs);
  await expect(text(page, 'Summary')).toHaveValue(mine);
  await save(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(mine);
});

test('the list is sorted, turned and narrowed', async ({ page }) => {
  await page.goto('/interactions');
  const first = await numbers(page);
  const second = await turn(page, 'Next page');
  expect(second.filter((number) => first.includes(number))).toEqual([]);
  await turn(page, 'Previous page');
  await table(page).getByRole('columnheader', { name: 'Summary' }).getByRole('link').click();
  await expect(table(page).getByRole('columnheader', { name: 'Summary' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: 'Last 30 days' }).click();
  await expect(page.getByRole('button', { name: 'Last 30 days' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('link', { name: 'Assigned to my groups', exact: true }).click();
  await expect(page).toHaveURL(/scope=groups/);
  await rows(page).first().getByRole('link').first().click();
  await expect(page).toHaveURL(/\/interactions\/INT/);
});
