// What others do appears on an open page: changes, comments, who is there; and a lost connection heals by itself.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { box, expectSelected, save, text } from '../support/form.ts';
import { editForm, logCall, pick, send } from '../support/http.ts';
import { open } from '../support/live.ts';
import { count, numbers } from '../support/table.ts';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Changes a record as another program would. */
async function change(page: Page, number: string, fields: Record<string, string>): Promise<void> {
  const form = await editForm(page, number);
  expect((await send(page, `/interactions/${number}`, { ...form.fields, ...fields })).status()).toBe(303);
}

/** Holds the next answer of a server function back: once it is made, `arrive` lets it come. */
async function held(page: Page, name: string): Promise<{ made: Promise<void>; arrive: () => void }> {
  let arrive = () => {};
  const arrives = new Promise<void>((resolve) => (arrive = resolve));
  let tell = () => {};
  const made = new Promise<void>((resolve) => (tell = resolve));
  let first = true;
  await page.route(`**/api/${name}*`, async (route) => {
    if (!first) {
      await route.continue();
      return;
    }
    first = false;
    const response = await route.fetch();
    tell();
    await arrives;
    await route.fulfill({ response });
  });
  return { made, arrive };
}

test('a change made elsewhere appears, and what is being typed stays', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const number = await logCall(agent, { summary: unique('Before') });
  await open(agent, `/interactions/${number}`);
  await text(agent, 'Description').fill('Half a sen');
  const summary = unique('After');
  await change(other, number, { summary, status: 'in_progress' });
  await expect(agent.getByRole('heading', { level: 1 })).toHaveText(summary);
  await expect(text(agent, 'Summary')).toHaveValue(summary);
  await expectSelected(box(agent, 'Status'), 'In Progress');
  await expect(region(agent, 'Audit Log')).toContainText(`${PEOPLE.agent2.name} changed`);
  await expect(text(agent, 'Description')).toHaveValue('Half a sen');
  // Saved as if nothing had happened in between.
  await text(agent, 'Description').fill('A sentence');
  await save(agent).click();
  await expect(agent.getByRole('status').filter({ hasText: `${number} was saved` })).toBeVisible();
  expect((await editForm(agent, number)).fields).toMatchObject({ summary, description: 'A sentence', status: 'in_progress' });
});

test('of a field that both are changing both values are shown, before anything is saved', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const number = await logCall(agent, { summary: unique('Before') });
  await open(agent, `/interactions/${number}`);
  const [mine, theirs] = [unique('Mine'), unique('Theirs')];
  await text(agent, 'Summary').fill(mine);
  await change(other, number, { summary: theirs });
  await expect(agent.getByText(`${PEOPLE.agent2.name} changed this record while you were editing`)).toBeVisible();
  await expect(text(agent, 'Summary')).toHaveValue(mine);
  await agent.getByRole('button', { name: 'Take this', exact: true }).click();
  await expect(text(agent, 'Summary')).toHaveValue(theirs);
});

test('what goes together is asked for and taken together', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const number = await logCall(agent, { summary: unique('Whose is it') });
  const form = await editForm(agent, number);
  const [desk, network] = [pick(form, 'group', 'Service Desk'), pick(form, 'group', 'Network')];
  await change(other, number, { group: desk });
  await open(agent, `/interactions/${number}`);
  await box(agent, 'Individual').selectOption({ label: PEOPLE.agent.name });
  await change(other, number, { group: network, individual: '' });
  const notice = agent.getByRole('alert').filter({ hasText: `${PEOPLE.agent2.name} changed this record` });
  await expect(notice.getByRole('listitem')).toHaveCount(1);
  await expect(notice.getByRole('listitem')).toContainText('Individual');
  // Their group does not get my individual.
  await expectSelected(box(agent, 'Group'), 'Service Desk');
  await notice.getByRole('button', { name: 'Take this', exact: true }).click();
  await expectSelected(box(agent, 'Group'), 'Network');
  await expect(box(agent, 'Individual')).toHaveValue('');
});

test('comments appear on both sides, the internal ones on one', async ({ browserAs }) => {
  const [agent, user] = [await browserAs('agent'), await browserAs('user')];
  const number = await logCall(agent, { summary: unique('A talk') });
  await open(agent, `/interactions/${number}`);
  await open(user, `/my-requests/${number}`);
  const comment = region(agent, 'Comments').getByRole('textbox', { name: 'Comment', exact: true });
  await region(agent, 'Comments').getByRole('checkbox', { name: 'Internal', exact: true }).check();
  await comment.fill('Between us');
  await region(agent, 'Comments').getByRole('button', { name: 'Post', exact: true }).click();
  await expect(comment).toHaveValue('');
  await comment.fill('We look at it');
  await region(agent, 'Comments').getByRole('button', { name: 'Post', exact: true }).click();
  await expect(region(user, 'Comments')).toContainText('We look at it');
  await expect(region(user, 'Comments')).not.toContainText('Between us');
  await region(user, 'Comments').getByRole('textbox', { name: 'Comment', exact: true }).fill('Thank you');
  await region(user, 'Comments').getByRole('button', { name: 'Post', exact: true }).click();
  await expect(region(agent, 'Comments')).toContainText('Thank you');
  await expect(region(agent, 'Audit Log')).toContainText(`${PEOPLE.user.name} commented`);
  await change(agent, number, { status: 'completed' });
  await expect(user.getByRole('main').getByText('Completed', { exact: true })).toBeVisible();
});

test('who is at a record is shown there and in the list, and who leaves is gone', async ({ browserAs }) => {
  const [agent, other, list] = [await browserAs('agent'), await browserAs('agent2'), await browserAs('manager')];
  const number = await logCall(agent, { summary: unique('Together') });
  await open(agent, `/interactions/${number}`);
  await open(list, '/interactions');
  const row = list.getByRole('row').filter({ hasText: number });
  await expect(row.getByRole('img', { name: `${PEOPLE.agent.name} is here` })).toBeVisible();
  await open(other, `/interactions/${number}`);
  await expect(agent.getByText(`${PEOPLE.agent2.name} is here`)).toBeVisible();
  await expect(other.getByText(`${PEOPLE.agent.name} is here`)).toBeVisible();
  await text(other, 'Description').pressSequentially('Typing');
  await expect(agent.getByText(`${PEOPLE.agent2.name} is typing …`)).toBeVisible();
  await other.getByRole('link', { name: 'Board', exact: true }).first().click();
  await expect(agent.getByText(PEOPLE.agent2.name).filter({ hasText: /is (here|typing)/ })).toHaveCount(0);
  await agent.close();
  await expect(row.getByRole('img')).toHaveCount(0);
});

test('the list follows: a row that changes, and new interactions on demand', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const number = await logCall(other, { summary: unique('Listed') });
  await open(agent, '/interactions');
  const row = agent.getByRole('row').filter({ hasText: number });
  await row.getByRole('link').focus();
  await change(other, number, { status: 'in_progress' });
  await expect(row).toContainText('In Progress');
  await expect(row.getByRole('link')).toBeFocused();
  const next = await logCall(other, { summary: unique('Just now') });
  const offered = agent.getByRole('status').filter({ hasText: /new interactions?/ });
  await expect(offered).toBeVisible();
  await offered.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(agent.getByRole('row').filter({ hasText: next })).toBeVisible();
});

test('a narrowed list counts and offers what fits it, and nothing else moves', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const word = unique('numbat').replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
  const number = await logCall(other, { summary: `The first ${word}` });
  await open(agent, `/interactions?f=summary:contains:${word}`);
  expect(await count(agent, 'All')).toBe(1);
  const all = agent.getByRole('navigation', { name: 'Scope' }).getByRole('link', { name: 'All', exact: true });
  await all.evaluate((link) => link.setAttribute('data-kept', 'yes'));
  const search = agent.getByRole('searchbox', { name: 'Search interactions', exact: true });
  await search.fill('half a wo');
  await logCall(other, { summary: unique('Nothing like it') });
  const next = await logCall(other, { summary: `The second ${word}` });
  // A search is made again after ten seconds at the earliest.
  const offered = agent.getByRole('status').filter({ hasText: '1 new interaction' });
  await expect(offered).toBeVisible({ timeout: 15_000 });
  expect(await count(agent, 'All')).toBe(2);
  await expect(all).toHaveAttribute('data-kept', 'yes');
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('half a wo');
  expect(await numbers(agent)).toEqual([number]);
  await offered.getByRole('button', { name: 'Show', exact: true }).click();
  await expect.poll(() => numbers(agent)).toEqual([next, number]);
  await expect(offered).toHaveCount(0);
});

test('in the order of the best match, what is new is still offered when a row changes', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const number = await logCall(other, { summary: unique('Of a printer') });
  await open(agent, '/interactions?q=printer');
  await expect(agent.getByRole('link', { name: 'Next page' })).toBeVisible();
  const row = agent.getByRole('row').filter({ hasText: number });
  // Far behind those that have the word in their summary.
  const next = await logCall(other, { summary: unique('Paper'), more: () => ({ description: 'Of the printer.' }) });
  const offered = agent.getByRole('status').filter({ hasText: /new interactions?/ });
  await expect(offered).toBeVisible({ timeout: 15_000 });
  await change(other, number, { status: 'in_progress' });
  await expect(row).toContainText('In Progress');
  await expect(offered).toBeVisible();
  await offered.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(agent.getByRole('row').filter({ hasText: next })).toBeVisible();
});

test('what was logged while the rows and the counts were both on their way is offered', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const word = unique('quokka').replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
  const number = await logCall(other, { summary: `The first ${word}` });
  await open(agent, `/interactions?f=summary:contains:${word}`);
  const row = agent.getByRole('row').filter({ hasText: number });
  const rows = await held(agent, 'list_interactions');
  const counts = await held(agent, 'list_news');
  await change(other, number, { status: 'in_progress' });
  await rows.made;
  // Newer than the rows that are on their way, and counted beside those of before.
  await logCall(other, { summary: `The second ${word}` });
  await counts.made;
  rows.arrive();
  await expect(row).toContainText('In Progress');
  counts.arrive();
  await expect(agent.getByRole('status').filter({ hasText: '1 new interaction' })).toBeVisible({ timeout: 15_000 });
  expect(await numbers(agent)).toEqual([number]);
});

test('in the order of the best match, what was shown on demand is not offered again', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const word = unique('wombat').replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
  // As many as a page has.
  await Promise.all(Array.from({ length: 50 }, () => logCall(other, { summary: `Some ${word}` })));
  await open(agent, `/interactions?q=${word}`);
  const onward = agent.getByRole('link', { name: 'Next page' });
  await expect(onward).toHaveCount(0);
  const next = await logCall(other, { summary: `One more ${word}` });
  const offered = agent.getByRole('status').filter({ hasText: /new interactions?/ });
  await offered.getByRole('button', { name: 'Show', exact: true }).click({ timeout: 15_000 });
  await expect(agent.getByRole('row').filter({ hasText: next })).toBeVisible();
  await expect(onward).toBeVisible();
  const asked = agent.waitForResponse('**/api/list_news*');
  await logCall(other, { summary: unique('Nothing like it') });
  await (await asked).finished();
  await expect(offered).toHaveCount(0);
});

test('the counts of the list follow', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  await open(agent, '/interactions?scope=me');
  const [before, mine] = [await count(agent, 'All'), await count(agent, 'Assigned to me')];
  await logCall(other, { summary: unique('Of nobody') });
  // Others log too, meanwhile.
  await expect.poll(() => count(agent, 'All')).toBeGreaterThan(before);
  expect(await count(agent, 'Assigned to me')).toBe(mine);
  await expect(agent.getByText(/new interactions?$/)).toHaveCount(0);
});

test('a lost connection is shown, heals by itself, and nothing was missed', async ({ browserAs, watch }) => {
  watch.expectMessage(/ERR_INTERNET_DISCONNECTED/);
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const number = await logCall(agent, { summary: unique('Before') });
  await open(agent, `/interactions/${number}`);
  // The stream is there once somebody else is seen through it.
  await open(other, `/interactions/${number}`);
  await expect(agent.getByText(`${PEOPLE.agent2.name} is here`)).toBeVisible();
  await agent.context().setOffline(true);
  await expect(agent.getByText('Connection lost. Trying again …')).toBeVisible();
  const summary = unique('Meanwhile');
  await change(other, number, { summary });
  await agent.context().setOffline(false);
  await expect(agent.getByRole('heading', { level: 1 })).toHaveText(summary);
  await expect(agent.getByText('Connection lost. Trying again …')).toHaveCount(0);
});
