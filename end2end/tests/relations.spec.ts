// Related Tasks: parents, children and related interactions, from the menu with the three dots.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { box, expectWrong, text } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const region = (page: Page) => page.getByRole('region', { name: 'Related Tasks', exact: true });
const entry = (page: Page, number: string) => region(page).getByRole('listitem').filter({ hasText: number });

async function ask(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions', exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test.describe('for an agent', () => {
  test.use({ account: 'agent' });

  test('a parent is given by keyboard alone, both ends show it, and either end removes it', async ({ page, browserAs }) => {
    const [first, second] = [unique('The printer of the third floor'), unique('It jams again')];
    const parent = await logCall(page, { summary: first });
    const child = await logCall(page, { summary: second });
    const other = await browserAs('agent2');
    await open(other, `/interactions/${parent}`);
    await expect(region(other)).toContainText('No records found');
    await open(page, `/interactions/${child}`);
    await text(page, 'Description').fill('Typed and not saved');

    await page.getByRole('button', { name: 'More actions', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Add parent', exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    const search = box(region(page), 'Parent');
    await expect(search).toBeFocused();
    await page.keyboard.type(first);
    await expect(page.getByRole('option', { name: parent })).toContainText('third floor');
    await page.keyboard.press('Enter');
    await expect(search).toHaveValue(parent);
    await page.keyboard.press('Enter');
    await expect(entry(page, parent)).toContainText('Parent');
    await expect(entry(page, parent)).toContainText(first);
    await expect(search).toHaveCount(0);
    await expect(text(page, 'Description')).toHaveValue('Typed and not saved');
    await expect(page.getByRole('region', { name: 'Audit Log', exact: true })).toContainText(`Parent: ${parent}`);

    // It comes to the other page by itself, and goes from there.
    await expect(entry(other, child)).toContainText('Child');
    await other.getByRole('button', { name: `Remove ${child}`, exact: true }).click();
    await expect(entry(other, child)).toHaveCount(0);
    await expect(entry(page, parent)).toHaveCount(0);
  });

  test('what cannot be is refused in a sentence, and what was typed is kept', async ({ page, watch }) => {
    watch.expectStatus(422);
    const [top, middle, low] = [
      await logCall(page, { summary: unique('Top') }),
      await logCall(page, { summary: unique('Middle') }),
      await logCall(page, { summary: unique('Low') }),
    ];
    await open(page, `/interactions/${middle}`);
    for (const [item, label, number] of [
      ['Add parent', 'Parent', top],
      ['Add child', 'Child', low],
    ] as const) {
      await ask(page, item);
      await box(region(page), label).fill(number);
      await region(page).getByRole('button', { name: item, exact: true }).click();
      await expect(entry(page, number)).toContainText(label);
    }
    await open(page, `/interactions/${top}`);
    await ask(page, 'Add parent');
    const parent = box(region(page), 'Parent');
    for (const [typed, why] of [
      [low, `${top} → ${middle} → ${low}`],
      [top, 'An interaction cannot be related to itself.'],
      ['INT9999999', 'There is no INT9999999, or none that you may see.'],
      ['', 'Enter a number, or words of the summary.'],
    ] as const) {
      await parent.fill(typed);
      await region(page).getByRole('button', { name: 'Add parent', exact: true }).click();
      await expectWrong(parent, why);
      await expect(parent).toHaveValue(typed);
    }
    await region(page).getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(parent).toHaveCount(0);
    await expect(entry(page, middle).getByRole('link')).toBeFocused();
  });
});

test('who only reads has no menu, and follows what is related', async ({ browserAs }) => {
  const agent = await browserAs('agent');
  const [one, other] = [await logCall(agent, { summary: unique('One') }), await logCall(agent, { summary: unique('Other') })];
  const viewer = await browserAs('viewer');
  await open(viewer, `/interactions/${one}`);
  await open(agent, `/interactions/${one}`);
  await ask(agent, 'Add related');
  await box(region(agent), 'Related interaction').fill(other);
  await region(agent).getByRole('button', { name: 'Add related', exact: true }).click();
  await expect(entry(viewer, other)).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'More actions', exact: true })).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: `Remove ${other}` })).toHaveCount(0);
  await entry(viewer, other).getByRole('link').click();
  await expect(viewer).toHaveURL(`/interactions/${other}`);
  await expect(entry(viewer, one)).toBeVisible();
});

test('without JavaScript', async ({ browserAs, watch }) => {
  watch.expectStatus(422);
  watch.expectMessage(/was preloaded using link preload but not used/);
  const maker = await browserAs('agent');
  const [one, other] = [await logCall(maker, { summary: unique('One') }), await logCall(maker, { summary: unique('Other') })];
  const agent = await browserAs('agent', { javaScriptEnabled: false });
  await agent.goto(`/interactions/${one}`);
  await agent.getByRole('button', { name: 'More actions', exact: true }).focus();
  await agent.getByRole('menuitem', { name: 'Add child', exact: true }).click();
  await expect(agent).toHaveURL(/\?relate=child/);
  await box(region(agent), 'Child').fill(one);
  await region(agent).getByRole('button', { name: 'Add child', exact: true }).click();
  await expectWrong(box(region(agent), 'Child'), 'cannot be related to itself');
  await box(region(agent), 'Child').fill(other);
  await region(agent).getByRole('button', { name: 'Add child', exact: true }).click();
  await expect(entry(agent, other)).toContainText('Child');
  await agent.getByRole('button', { name: `Remove ${other}`, exact: true }).click();
  await expect(entry(agent, other)).toHaveCount(0);
});

for (const [where, viewport] of [
  ['on a desk', { width: 1440, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
] as const) {
  test(`related tasks are for everybody, ${where}`, async ({ browserAs }) => {
    const agent = await browserAs('agent', { viewport });
    const one = await logCall(agent, { summary: unique('One') });
    const other = await logCall(agent, { summary: `${'x'.repeat(200)} ${'and so on '.repeat(25)}` });
    await open(agent, `/interactions/${one}`);
    await ask(agent, 'Add related');
    await box(region(agent), 'Related interaction').fill(other);
    await region(agent).getByRole('button', { name: 'Add related', exact: true }).click();
    await expect(entry(agent, other)).toBeVisible();
    await ask(agent, 'Add parent');
    await box(region(agent), 'Parent').pressSequentially('int');
    await axe(agent);
    await expectNoSidewaysScroll(agent);
  });
}
