// Notifications: the bell, the page, and how one wants to be told.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { text } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const bell = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Notifications/ });
const entry = (page: Page, said: string) => page.locator('.notification').filter({ hasText: said });

/** How many the bell says are unread. */
async function unread(page: Page): Promise<number> {
  const name = (await bell(page).getAttribute('aria-label')) ?? '';
  return Number(/, (\d+)/.exec(name)?.[1] ?? 0);
}

/** Comments on an interaction for all to see. */
async function say(page: Page, number: string, said: string): Promise<void> {
  await open(page, `/interactions/${number}`);
  const region = page.getByRole('region', { name: 'Comments', exact: true });
  await text(region, 'Comment').fill(said);
  await region.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(region.locator('.comment').filter({ hasText: said })).toBeVisible();
}

test('who asked hears of an answer where they are, reads it, and is told why', async ({ browserAs }) => {
  const agent = await browserAs('agent');
  const vip = await browserAs('vip');
  const summary = unique('A talk to hear of');
  // Requested for the VIP, so that nobody else's tests are told.
  const number = await logCall(agent, { summary, requestedFor: 'vip@demo.test' });
  await open(vip, '/notifications');
  const before = await unread(vip);
  const said = unique('We look at it');
  await say(agent, number, said);
  // Without a reload: the number, and the list below it.
  await expect(entry(vip, said)).toContainText('because you asked for it');
  await expect.poll(() => unread(vip)).toBe(before + 1);
  await expect(entry(vip, said)).toContainText('Unread');
  // The demo sends no e-mail and shows it instead.
  await vip.reload();
  await expect(vip.getByRole('region', { name: 'E-mail', exact: true })).toContainText(`[${number}] ${summary}`);
  await axe(vip);
  await vip.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(vip);
  await open(vip, '/notifications');
  await entry(vip, said).getByRole('link').first().click();
  await expect(vip).toHaveURL(new RegExp(`/my-requests/${number}$`));
  await expect.poll(() => unread(vip)).toBe(before);
});

test('all are marked as read at once', async ({ browserAs }) => {
  const agent = await browserAs('agent');
  const approver = await browserAs('approver');
  const number = await logCall(agent, { summary: unique('One more'), requestedFor: 'approver@demo.test' });
  await say(agent, number, 'Hello');
  // It is there a moment after the comment.
  const told = async () => {
    await open(approver, '/notifications');
    return entry(approver, number).count();
  };
  await expect.poll(told).toBe(1);
  await expect(entry(approver, number)).toContainText('Unread');
  await approver.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(entry(approver, number)).not.toContainText('Unread');
  await expect(bell(approver)).toHaveAccessibleName('Notifications');
  await approver.reload();
  await expect(bell(approver)).toHaveAccessibleName('Notifications');
});

test.describe('without JavaScript', () => {
  test.use({ account: 'outsider', javaScriptEnabled: false });

  test('how one wants to be told is kept', async ({ page }) => {
    await page.goto('/notifications');
    const watch = page.getByRole('group', { name: 'What I watch' }).getByRole('checkbox', { name: 'By e-mail' });
    const was = await watch.isChecked();
    await watch.setChecked(!was);
    await page.getByRole('button', { name: 'Save settings' }).click();
    await expect(watch).toBeChecked({ checked: !was });
    await watch.setChecked(was);
    await page.getByRole('button', { name: 'Save settings' }).click();
    await expect(watch).toBeChecked({ checked: was });
  });
});
