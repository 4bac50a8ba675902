// The time that goes into an interaction: the timer, the ledger, holds that end by themselves, what follows.

import type { Locator, Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { box, expectSelected, expectWrong, save, text } from '../support/form.ts';
import { editForm, logCall, send } from '../support/http.ts';
import { open } from '../support/live.ts';

const region = (page: Page, name = 'Time') => page.getByRole('region', { name, exact: true });
const button = (page: Page, name: string) => region(page).getByRole('button', { name, exact: true });
const fact = (page: Page, name: string): Locator =>
  region(page).locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd');

/** A moment from now as a control that shows UTC holds it, to the second. */
const utc = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19);

test('a timer runs, is seen by others, pauses, goes on, and its segment is corrected', async ({ browserAs }) => {
  const [agent, other] = [await browserAs('agent'), await browserAs('agent2')];
  const number = await logCall(agent, { summary: unique('Timed') });
  await open(agent, `/interactions/${number}`);
  await open(other, `/interactions/${number}`);
  await expect(fact(agent, 'Wait time')).not.toHaveText('0 s');
  await button(agent, 'Start timer').click();
  await expect(button(agent, 'Pause')).toBeFocused();
  await expect(region(other)).toContainText('Segments (1)');
  // It ticks on both pages.
  for (const page of [agent, other]) {
    await expect(fact(page, 'Duration')).not.toHaveText('0 s');
  }
  await expect(button(other, 'Start timer')).toBeVisible();
  await button(agent, 'Pause').click();
  await expect(button(agent, 'Resume')).toBeVisible();
  await expect(region(agent, 'Audit Log')).toContainText(`${PEOPLE.agent.name} paused the timer`);

  await region(agent).getByText('Segments (1)').click();
  await region(agent).getByText(`Correct Work of ${PEOPLE.agent.name}`).click();
  const form = region(agent).getByRole('form', { name: `Correct Work of ${PEOPLE.agent.name}` });
  await form.getByRole('button', { name: 'Save correction' }).click();
  await expectWrong(form.getByLabel('Start', { exact: true }), 'This is when it was already.');
  await expectWrong(text(form, 'Reason for correction'), 'Say why it is corrected.');
  const start = await form.getByLabel('Start', { exact: true }).inputValue();
  await form.getByLabel('Start', { exact: true }).fill(`${Number(start.slice(0, 4)) - 1}${start.slice(4)}`);
  await text(form, 'Reason for correction').fill('Began a year ago');
  await axe(agent);
  await form.getByRole('button', { name: 'Save correction' }).click();
  await expect(agent.getByRole('status').filter({ hasText: 'The time was corrected.' })).toBeVisible();
  await expect(fact(agent, 'Duration')).toHaveText(/^87\d\d h \d\d min/);
  await expect(fact(other, 'Duration')).toHaveText(/^87\d\d h \d\d min/);
  await expect(region(agent, 'Audit Log')).toContainText('Began a year ago');
  await expectNoSidewaysScroll(agent);
});

test('a hold ends by itself when its time has come, on a page that is open', async ({ browserAs, watch }) => {
  watch.expectStatus(422);
  const agent = await browserAs('agent', { timezoneId: 'America/New_York' });
  const number = await logCall(agent, { summary: unique('Held') });
  await open(agent, `/interactions/${number}`);
  const wake = agent.getByLabel('Wake-up time', { exact: true });
  await expect(wake).toBeHidden();
  await box(agent, 'Status').selectOption({ label: 'On Hold' });
  await box(agent, 'State reason').selectOption({ label: 'Waiting on customer' });
  await wake.fill('2020-01-01T08:00');
  await save(agent).click();
  await expectWrong(wake, 'The wake-up time must lie in the future.');
  await expect(wake).toBeFocused();
  // What is typed is the reader's own time; what is kept is UTC.
  const year = new Date().getUTCFullYear() + (new Date().getUTCMonth() > 0 ? 1 : 0);
  await wake.fill(`${year}-01-15T08:00`);
  await save(agent).click();
  await expect(region(agent, 'Audit Log')).toContainText(`15 Jan ${year}, 13:00 UTC`);
  await expect(button(agent, 'Start timer')).toBeHidden();
  await expect(region(agent)).toContainText('It is on hold');

  const { fields } = await editForm(agent, number);
  expect(fields['wake_at']).toBe(`${year}-01-15T13:00`);
  const soon = await send(agent, `/interactions/${number}`, { ...fields, wake_at: utc(3) });
  expect(soon.status()).toBe(303);
  await expectSelected(box(agent, 'Status'), 'In Progress');
  await expect(wake).toBeHidden();
  await expect(region(agent, 'Audit Log')).toContainText('Firstline changed');
  await expect(button(agent, 'Start timer')).toBeVisible();
});

test('without JavaScript the timer and the correction are forms', async ({ browserAs, watch }) => {
  watch.expectMessage(/was preloaded using link preload but not used/);
  const agent = await browserAs('agent', { javaScriptEnabled: false });
  const maker = await browserAs('agent');
  const number = await logCall(maker, { summary: unique('Plain time') });
  await agent.goto(`/interactions/${number}`);
  await expect(fact(agent, 'Duration')).toHaveText('0 s');
  await button(agent, 'Start timer').click();
  await expect(agent).toHaveURL(`/interactions/${number}#time`);
  await button(agent, 'Pause').click();
  await expect(button(agent, 'Resume')).toBeVisible();
  await region(agent).getByText('Segments (1)').click();
  await region(agent).getByText(`Correct Work of ${PEOPLE.agent.name}`).click();
  await region(agent).getByLabel('Start', { exact: true }).fill('2026-01-01T08:00');
  await region(agent).getByLabel('End', { exact: true }).fill('2026-01-01T08:30');
  await text(region(agent), 'Reason for correction').fill('Written down late');
  await region(agent).getByRole('button', { name: 'Save correction' }).click();
  await expect(fact(agent, 'Duration')).toHaveText('30 min 00 s');
});
