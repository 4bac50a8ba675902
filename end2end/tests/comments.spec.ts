// Comments: what the desk and who asked say to each other, and what only the desk reads.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { box, expectWrong, text } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const region = (page: Page) => page.getByRole('region', { name: 'Comments', exact: true });
const entry = (page: Page, said: string) => region(page).locator('.comment').filter({ hasText: said });
const comment = (page: Page) => text(region(page), 'Comment');
const post = (page: Page) => region(page).getByRole('button', { name: 'Post', exact: true });
const internal = (page: Page) => region(page).getByRole('checkbox', { name: 'Internal', exact: true });

/** Says something; `reads` is how it is read where that is not as it was typed. */
async function say(page: Page, said: string, reads = said): Promise<void> {
  await comment(page).fill(said);
  await post(page).click();
  await expect(entry(page, reads)).toBeVisible();
}

test('the desk and who asked speak to each other, and the inside stays inside', async ({ browserAs }) => {
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('A talk') });
  await open(agent, `/interactions/${number}`);
  await say(agent, 'We look at it **today**', 'We look at it today');
  await expect(entry(agent, 'We look at it').locator('strong')).toHaveText('today');
  await expect(comment(agent)).toHaveValue('');
  await internal(agent).check();
  await say(agent, 'Between us');
  await expect(entry(agent, 'Between us')).toContainText('Internal');
  await expect(internal(agent)).not.toBeChecked();

  const user = await browserAs('user');
  await open(user, `/my-requests/${number}`);
  await expect(entry(user, 'We look at it')).toContainText(PEOPLE.agent.name);
  await expect(user.getByText('Between us')).toHaveCount(0);
  await expect(internal(user)).toHaveCount(0);
  expect(await (await user.request.get(`/my-requests/${number}`)).text()).not.toContain('Between us');
  await say(user, 'Thank you');

  await agent.reload();
  await expect(entry(agent, 'Thank you')).toContainText(PEOPLE.user.name);
  await expect(entry(agent, 'Thank you')).toContainText('Requester');
  const log = agent.getByRole('region', { name: 'Audit Log', exact: true });
  await expect(log).toContainText(`${PEOPLE.user.name} commented`);
});

test.describe('for an agent', () => {
  test.use({ account: 'agent' });

  test('an @ offers who may read it, by keyboard, and names them', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Named') });
    await open(page, `/interactions/${number}`);
    const [first = ''] = PEOPLE.manager.name.split(' ');
    await comment(page).pressSequentially(`Ask @${first}`);
    const offered = region(page).getByRole('listbox', { name: 'Comment', exact: true }).getByRole('option');
    await expect(offered.first()).toContainText(PEOPLE.manager.name);
    await expect(offered.first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(offered).toHaveCount(0);
    await expect(comment(page)).toHaveValue(new RegExp(`^Ask @\\[${PEOPLE.manager.name}\\]\\(person:\\d+\\) $`));
    await page.keyboard.type('please, or @');
    await page.keyboard.type(first);
    await expect(offered.first()).toBeVisible();
    await axe(page);
    // Not this time: Escape leaves the text as it is, and the keys are the text's again.
    await page.keyboard.press('Escape');
    await expect(offered.first()).toBeHidden();
    await page.keyboard.press('Enter');
    await page.keyboard.type('soon');
    await page.keyboard.press('Control+Enter');
    await expect(entry(page, `Ask @${PEOPLE.manager.name} please, or @${first}`)).toBeVisible();
  });

  test('a work note is internal, and the mark cannot be taken away', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Noted') });
    await open(page, `/interactions/${number}`);
    await box(region(page), 'Update type').selectOption({ label: 'Work note' });
    await expect(internal(page)).toBeChecked();
    await expect(internal(page)).toBeDisabled();
    await say(page, 'The cable is loose');
    await expect(entry(page, 'The cable is loose')).toContainText('Work note');
    await expect(entry(page, 'The cable is loose')).toContainText('Internal');
  });

  test('nothing typed is lost: not by a refusal, not by a reload', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Kept') });
    await open(page, `/interactions/${number}`);
    await post(page).click();
    await expectWrong(comment(page), 'Write a comment first.');
    await expect(comment(page)).toBeFocused();
    await comment(page).fill('Half a sentence');
    await internal(page).check();
    await page.reload();
    await expect(comment(page)).toHaveValue('Half a sentence');
    await expect(internal(page)).toBeChecked();
    await post(page).click();
    await expect(entry(page, 'Half a sentence')).toContainText('Internal');
    await open(page, `/interactions/${number}`);
    await expect(comment(page)).toHaveValue('');
  });

  test('while the form beside it is being edited, a comment changes nothing in it', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Beside') });
    await open(page, `/interactions/${number}`);
    const summary = unique('Typed meanwhile');
    await text(page, 'Summary').fill(summary);
    await say(page, 'A word in between');
    await expect(text(page, 'Summary')).toHaveValue(summary);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: `${number} was saved` })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
  });

  test('by keyboard alone', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Keys') });
    await open(page, `/interactions/${number}`);
    await comment(page).focus();
    await page.keyboard.type('Said without a mouse');
    await page.keyboard.press('Control+Enter');
    await expect(entry(page, 'Said without a mouse')).toBeVisible();
  });

  test('script stays text', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Script') });
    await open(page, `/interactions/${number}`);
    await say(page, '<img src=x onerror=alert(1)> [click](javascript:alert(1)) <script>alert(1)</script>', 'onerror=alert(1)> click');
    await expect(entry(page, '<img src=x onerror=alert(1)>')).toContainText('<script>alert(1)</script>');
    await expect(region(page).locator('.prose :is(img, script, [href^="javascript"])')).toHaveCount(0);
  });

  test('a long conversation opens with its end, and goes back as far as wanted', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Long talk') });
    const path = `/interactions/${number}`;
    for (let n = 1; n <= 23; n += 1) {
      const form = { comment_submission: crypto.randomUUID(), comment: `Sentence ${n}.`, update_type: 'comment' };
      expect((await page.request.post(path, { form, maxRedirects: 0 })).status()).toBe(303);
    }
    await open(page, path);
    await expect(region(page).locator('.comment')).toHaveCount(20);
    await expect(region(page).locator('.comment').first()).toContainText('Sentence 23.');
    await region(page).getByRole('button', { name: 'Earlier comments' }).click();
    await expect(region(page).locator('.comment')).toHaveCount(23);
    await expect(region(page).locator('.comment').last()).toContainText('Sentence 1.');
    await expect(region(page).getByRole('button', { name: 'Earlier comments' })).toHaveCount(0);
    await say(page, 'And one more');
    await expect(region(page).locator('.comment')).toHaveCount(24);
  });

  test('a second person’s comment comes with the next one posted', async ({ page, browserAs }) => {
    const number = await logCall(page, { summary: unique('Two people') });
    await open(page, `/interactions/${number}`);
    const other = await browserAs('agent2');
    await open(other, `/interactions/${number}`);
    await say(other, 'From the other desk');
    await say(page, 'From this desk');
    await expect(entry(page, 'From the other desk')).toBeVisible();
  });
});

test('who only reads has no box', async ({ browserAs }) => {
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('Read only') });
  const viewer = await browserAs('viewer');
  await open(viewer, `/interactions/${number}`);
  await expect(region(viewer)).toContainText('Nobody has said anything yet.');
  await expect(post(viewer)).toHaveCount(0);
});

test('without JavaScript both sides speak, and read all of it', async ({ browserAs, watch }) => {
  watch.expectMessage(/was preloaded using link preload but not used/);
  const agent = await browserAs('agent', { javaScriptEnabled: false });
  const maker = await browserAs('agent');
  const number = await logCall(maker, { summary: unique('Plain talk') });
  await agent.goto(`/interactions/${number}`);
  await comment(agent).fill('Hello *there*');
  await post(agent).click();
  await expect(agent).toHaveURL(`/interactions/${number}#comments`);
  await expect(entry(agent, 'Hello there')).toBeVisible();

  const user = await browserAs('user', { javaScriptEnabled: false });
  for (let n = 1; n <= 21; n += 1) {
    await user.goto(`/my-requests/${number}`);
    await comment(user).fill(`Question ${n}.`);
    await post(user).click();
    await expect(entry(user, `Question ${n}.`)).toBeVisible();
  }
  await expect(region(user).locator('.comment')).toHaveCount(20);
  await region(user).getByRole('link', { name: 'Earlier comments' }).click();
  await expect(region(user).locator('.comment')).toHaveCount(2);
  await expect(entry(user, 'Hello there')).toBeVisible();
});

for (const [where, viewport] of [
  ['on a desk', { width: 1440, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
] as const) {
  test(`a conversation is for everybody, ${where}`, async ({ browserAs }) => {
    const agent = await browserAs('agent', { viewport });
    const number = await logCall(agent, { summary: unique('Looked at') });
    await open(agent, `/interactions/${number}`);
    const all = ['All', '', '- one', '- two', '', '> quoted', '', `\`${'code'.repeat(60)}\``, '', '| a | b |', '|---|---|', '| 1 | 2 |'];
    await comment(agent).fill(all.join('\n'));
    await post(agent).click();
    await expect(entry(agent, 'quoted').locator('table')).toBeVisible();
    await internal(agent).check();
    await say(agent, `https://example.test/${'x'.repeat(300)}`);
    await axe(agent);
    await expectNoSidewaysScroll(agent);
    const user = await browserAs('user', { viewport });
    await open(user, `/my-requests/${number}`);
    await axe(user);
    await expectNoSidewaysScroll(user);
  });
}
