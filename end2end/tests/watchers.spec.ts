// Watchers: who watches an interaction, who may, and what watching lets somebody see.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { box, expectWrong } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const region = (page: Page) => page.getByRole('region', { name: 'Watchers', exact: true });
const entry = (page: Page, name: string) => region(page).getByRole('listitem').filter({ hasText: name });
const button = (page: Page, name: string) => region(page).getByRole('button', { name, exact: true });

test('somebody of the company who is added sees it without the inside, and no more once removed', async ({ browserAs, watch }) => {
  watch.expectStatus(404);
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('Watched') });
  const vip = await browserAs('vip');
  expect((await vip.request.get(`/my-requests/${number}`)).status()).toBe(404);
  await open(agent, `/interactions/${number}`);

  // By keyboard alone.
  await box(region(agent), 'Watcher').focus();
  await agent.keyboard.type('victoria ash');
  await expect(agent.getByRole('option', { name: PEOPLE.vip.name })).toBeVisible();
  await agent.keyboard.press('Enter');
  await expect(box(region(agent), 'Watcher')).toHaveValue(PEOPLE.vip.name);
  await agent.keyboard.press('Enter');
  await expect(entry(agent, PEOPLE.vip.name)).toBeVisible();
  await expect(box(region(agent), 'Watcher')).toHaveValue('');

  await box(region(agent), 'Watcher').fill('service@copiers.example');
  await button(agent, 'Add Watcher').click();
  await expect(entry(agent, 'service@copiers.example')).toContainText('Outside');
  const log = agent.getByRole('region', { name: 'Audit Log', exact: true });
  await expect(log).toContainText(`Watcher: ${PEOPLE.vip.name}`);

  await open(vip, `/my-requests/${number}`);
  await expect(entry(vip, PEOPLE.vip.name)).toContainText('(you)');
  await expect(vip.getByText('copiers')).toHaveCount(0);
  // Who watches follows: what the desk says comes in by itself.
  await agent.getByRole('textbox', { name: 'Comment', exact: true }).fill('For everybody who watches');
  await agent.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(vip.locator('.comment').filter({ hasText: 'For everybody who watches' })).toBeVisible();

  await button(agent, `Remove ${PEOPLE.vip.name}`).click();
  await expect(entry(agent, PEOPLE.vip.name)).toHaveCount(0);
  expect((await vip.request.get(`/my-requests/${number}`)).status()).toBe(404);
});

test('everybody starts and stops for themselves, and open pages show it', async ({ browserAs, watch }) => {
  watch.expectStatus(404);
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('Watched by many') });
  await open(agent, `/interactions/${number}`);
  await expect(region(agent)).toContainText('Nobody watches this yet.');
  const viewer = await browserAs('viewer');
  await open(viewer, `/interactions/${number}`);
  await expect(box(region(viewer), 'Watcher')).toHaveCount(0);
  await button(viewer, 'Start Watching').click();
  await expect(button(viewer, 'Stop Watching')).toBeVisible();
  await expect(entry(agent, PEOPLE.viewer.name)).toBeVisible();
  await expect(button(agent, 'Start Watching')).toBeVisible();
  await button(viewer, 'Stop Watching').click();
  await expect(entry(agent, PEOPLE.viewer.name)).toHaveCount(0);

  // Who sees it by watching alone leaves with the end of it.
  await box(region(agent), 'Watcher').fill(PEOPLE.vip.email);
  await button(agent, 'Add Watcher').click();
  await expect(entry(agent, PEOPLE.vip.name)).toBeVisible();
  const vip = await browserAs('vip');
  await open(vip, `/my-requests/${number}`);
  await button(vip, 'Stop Watching').click();
  await expect(vip).toHaveURL(/\/my-requests\?/);
});

test.describe('for an agent', () => {
  test.use({ account: 'agent' });

  test('who may not see it is refused in a sentence', async ({ page, watch }) => {
    watch.expectStatus(422);
    const number = await logCall(page, { summary: unique('Refused') });
    await open(page, `/interactions/${number}`);
    const watcher = box(region(page), 'Watcher');
    for (const [typed, why] of [
      ['', 'Choose a person, or enter an email address.'],
      [PEOPLE.outsider.email, 'may not see this interaction'],
      ['nobody@', 'Enter an email address'],
      ['Nobody At All', 'User not found'],
    ] as const) {
      await watcher.fill(typed);
      await button(page, 'Add Watcher').click();
      await expectWrong(watcher, why);
      await expect(watcher).toHaveValue(typed);
      await expect(watcher).toBeFocused();
    }
  });
});

test('without JavaScript', async ({ browserAs, watch }) => {
  watch.expectStatus(422);
  watch.expectMessage(/was preloaded using link preload but not used/);
  const maker = await browserAs('agent');
  const number = await logCall(maker, { summary: unique('Watched plainly') });
  const agent = await browserAs('agent', { javaScriptEnabled: false });
  await agent.goto(`/interactions/${number}`);
  await button(agent, 'Start Watching').click();
  await expect(button(agent, 'Stop Watching')).toBeVisible();
  await box(region(agent), 'Watcher').fill('nobody@');
  await button(agent, 'Add Watcher').click();
  await expectWrong(box(region(agent), 'Watcher'), 'Enter an email address');
  await expect(box(region(agent), 'Watcher')).toHaveValue('nobody@');
  await box(region(agent), 'Watcher').fill(PEOPLE.vip.name);
  await button(agent, 'Add Watcher').click();
  await button(agent, `Remove ${PEOPLE.vip.name}`).click();
  await expect(entry(agent, PEOPLE.vip.name)).toHaveCount(0);
  await expect(entry(agent, PEOPLE.agent.name)).toBeVisible();
});

for (const [where, viewport] of [
  ['on a desk', { width: 1440, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
] as const) {
  test(`watchers are for everybody, ${where}`, async ({ browserAs }) => {
    const agent = await browserAs('agent', { viewport });
    const number = await logCall(agent, { summary: unique('Looked at') });
    await open(agent, `/interactions/${number}`);
    await button(agent, 'Start Watching').click();
    const long = `${'a'.repeat(60)}@${'b'.repeat(60)}.example`;
    for (const who of [PEOPLE.viewer.name, long]) {
      // What was done before is said where the button is on a phone.
      await agent.getByRole('status').getByRole('button', { name: 'Dismiss' }).click();
      await box(region(agent), 'Watcher').fill(who);
      await button(agent, 'Add Watcher').click();
      await expect(entry(agent, who)).toBeVisible();
    }
    await axe(agent);
    await expectNoSidewaysScroll(agent);
    const user = await browserAs('user', { viewport });
    await open(user, `/my-requests/${number}`);
    await button(user, 'Start Watching').click();
    await expect(entry(user, PEOPLE.user.name)).toBeVisible();
    await axe(user);
    await expectNoSidewaysScroll(user);
  });
}
