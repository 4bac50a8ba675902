// The records that are open at once in a window, in a line above the one that is looked at.

import type { Page } from '@playwright/test';

import { expect, signInLive, test, unique } from '../fixtures.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { text } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { live, open } from '../support/live.ts';

test.use({ account: 'agent2' });

const strip = (page: Page) => page.getByRole('navigation', { name: 'Open interactions', exact: true });
const tab = (page: Page, number: string) => strip(page).getByRole('link', { name: new RegExp(`^${number}`) });

async function openThree(page: Page): Promise<[string, string, string]> {
  const numbers: string[] = [];
  for (const summary of ['First', 'Second', 'Third']) {
    numbers.push(await logCall(page, { summary: unique(summary) }));
  }
  for (const number of numbers) {
    await open(page, `/interactions/${number}`);
  }
  await expect(strip(page).getByRole('link')).toHaveCount(3);
  return numbers as [string, string, string];
}

test('what was opened stays open over a reload, and nothing jumps', async ({ page }) => {
  const [first, , third] = await openThree(page);
  let release = () => {};
  const wait = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/*.wasm', async (route) => {
    await wait;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  const heading = page.getByRole('heading', { level: 1 });
  const before = await heading.boundingBox();
  release();
  await live(page);
  await expect(strip(page).getByRole('link')).toHaveCount(3);
  expect(await heading.boundingBox()).toEqual(before);
  await expect(tab(page, third)).toHaveAttribute('aria-current', 'page');
  await tab(page, first).click();
  await expect(page).toHaveURL(`/interactions/${first}`);
  await expect(heading).toHaveText(/^First/);
  await expect(strip(page).locator('[aria-current]')).toHaveText(new RegExp(`^${first} First`));
  await axe(page);
});

test('tabs are walked and closed by keyboard and mouse', async ({ page }) => {
  const [first, second, third] = await openThree(page);
  await tab(page, third).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tab(page, second)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(tab(page, first)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(tab(page, third)).toBeFocused();
  // Closing the one that is looked at goes to its neighbour.
  await page.keyboard.press('Delete');
  await expect(page).toHaveURL(`/interactions/${second}`);
  await expect(tab(page, second)).toBeFocused();
  await expect(tab(page, third)).toHaveCount(0);
  await tab(page, first).click({ button: 'middle' });
  await expect(tab(page, first)).toHaveCount(0);
  await expect(page).toHaveURL(`/interactions/${second}`);
  await strip(page).getByRole('button', { name: `Close ${second}`, exact: true }).click();
  await expect(page).toHaveURL('/interactions');
});

test('a tab says what was not sent there, and has it when one comes back', async ({ page }) => {
  const [first, , third] = await openThree(page);
  await text(page, 'Description').fill('Half a sentence');
  await expect(tab(page, third)).toHaveAccessibleName(/, unsaved$/);
  await tab(page, first).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^First/);
  await expect(tab(page, third)).toHaveAccessibleName(/, unsaved$/);
  await expect(tab(page, first)).not.toHaveAccessibleName(/unsaved/);
  await tab(page, third).click();
  await expect(text(page, 'Description')).toHaveValue('Half a sentence');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(tab(page, third)).not.toHaveAccessibleName(/unsaved/);
});

test('on a phone they take one line; whoever signs in next in the window has none of them', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await openThree(page);
  expect((await strip(page).boundingBox())?.height).toBeLessThanOrEqual(40);
  await expectNoSidewaysScroll(page);
  const theirs = await logCall(page, { summary: unique('Theirs') });
  await page.context().clearCookies();
  await page.goto('/login');
  await signInLive(page, 'manager');
  await open(page, `/interactions/${theirs}`);
  await expect(strip(page).getByRole('link')).toHaveCount(1);
});
