// My Requests: what a person asked for, for themselves and for others.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const tab = (page: Page, name: 'Self' | 'Others') =>
  page.getByRole('tab', { name, exact: true }).or(page.getByRole('link', { name, exact: true }));
const row = (page: Page, number: string) => page.getByRole('main').getByRole('row').filter({ hasText: number });

for (const [how, javaScriptEnabled] of [['with', true], ['without', false]] as const) {
  test(`an interaction is under Self of one and Others of the other, ${how} JavaScript`, async ({ browserAs, watch }) => {
    watch.expectMessage(/was preloaded using link preload but not used/);
    const summary = unique('For the user by the VIP');
    const agent = await browserAs('agent');
    const call = { summary, requestedFor: PEOPLE.user.email, requestedBy: PEOPLE.vip.email };
    const number = await logCall(agent, { ...call, more: () => ({ description: 'What it is\nabout' }) });

    const user = await browserAs('user', { javaScriptEnabled });
    await go(user, '/my-requests');
    await expect(row(user, number)).toContainText(summary);
    await expect(row(user, number)).toContainText('New');
    await tab(user, 'Others').click();
    await expect(user).toHaveURL('/my-requests?section=interactions&tab=others');
    await expect(row(user, number)).toHaveCount(0);
    await tab(user, 'Self').click();
    await expect(user).toHaveURL('/my-requests?section=interactions&tab=self');
    await row(user, number).getByRole('link').click();
    await expectOwnPage(user, number, summary);

    const vip = await browserAs('vip', { javaScriptEnabled });
    await go(vip, '/my-requests?section=interactions&tab=self');
    await expect(vip.getByRole('main')).toContainText('Interactions');
    await expect(row(vip, number)).toHaveCount(0);
    await go(vip, '/my-requests?section=interactions&tab=others');
    await expect(row(vip, number)).toContainText(PEOPLE.user.name);
    await row(vip, number).getByRole('link').click();
    await expectOwnPage(vip, number, summary);

    async function go(page: Page, path: string) {
      await (javaScriptEnabled ? open(page, path) : page.goto(path));
    }
  });
}

async function expectOwnPage(page: Page, number: string, summary: string) {
  await expect(page).toHaveTitle(new RegExp(number));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
  await expect(page.getByRole('main')).toContainText('What it is\nabout');
  await expect(page.getByRole('main')).toContainText(PEOPLE.user.name);
  await expect(page.getByRole('main')).toContainText(PEOPLE.vip.name);
  await expect(page.getByRole('region', { name: 'Audit Log' })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'History' })).toHaveCount(0);
}

test('somebody who has no part in it finds nothing', async ({ browserAs, watch }) => {
  watch.expectStatus(404);
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('Between others') });
  const stranger = await browserAs('approver');
  const answer = await stranger.goto(`/my-requests/${number}`);
  expect(answer?.status()).toBe(404);
});

test('what the desk changes is seen', async ({ browserAs }) => {
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('Moves on') });
  const user = await browserAs('user');
  await open(user, `/my-requests/${number}`);
  await expect(user.getByRole('main')).toContainText('New');
  await open(agent, `/interactions/${number}`);
  await agent.getByRole('combobox', { name: 'Status', exact: true }).selectOption({ label: 'Completed' });
  await agent.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(agent.getByRole('status').filter({ hasText: 'was saved' })).toBeVisible();
  await user.reload();
  await expect(user.getByRole('main')).toContainText('Completed');
});

test('staff are requesters too', async ({ browserAs }) => {
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('For the agent'), requestedFor: PEOPLE.agent2.email });
  const page = await browserAs('agent2');
  await open(page, '/my-requests');
  await expect(row(page, number)).toBeVisible();
});
