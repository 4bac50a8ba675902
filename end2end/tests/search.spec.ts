// Global Search: the box in the header of every page, and the page of everything that was found.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { logCall } from '../support/http.ts';
import { open } from '../support/live.ts';

const box = (page: Page) => page.getByRole('searchbox', { name: 'Global search', exact: true });
const offers = (page: Page) => page.getByRole('listbox', { name: 'Results', exact: true });
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** A word that nothing else has. */
const word = (text: string) => unique(text).replaceAll(/[^a-z0-9]/gi, '').toLowerCase();

test.describe('as an agent', () => {
  test.use({ account: 'agent' });

  test('offers what is found while typing, and Enter goes there', async ({ page }) => {
    const ibex = word('ibex');
    const number = await logCall(page, { summary: `The ${ibex} chair` });
    await open(page, '/board');
    await page.keyboard.press('s');
    await expect(box(page)).toBeFocused();
    await page.keyboard.type(ibex);
    const option = offers(page).getByRole('option', { name: `The ${ibex} chair` });
    await expect(option).toContainText(number);
    await page.keyboard.press('ArrowDown');
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await axe(page);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/interactions/${number}`);
    await expect(box(page)).toHaveValue('');
    await expect(offers(page)).toBeHidden();
  });

  test('Enter shows everything that was found, kind by kind', async ({ page }) => {
    const okapi = word('okapi');
    const number = await logCall(page, { summary: 'A chair', more: () => ({ description: `It is the ${okapi} again.` }) });
    await open(page, '/interactions');
    await box(page).fill(okapi);
    await box(page).press('Enter');
    await expect(page).toHaveURL(`/search?q=${okapi}`);
    const hit = section(page, 'Interactions').getByRole('link', { name: number });
    await expect(hit).toContainText(`It is the ${okapi} again.`);
    await expect(hit.locator('mark')).toHaveText(okapi);
    await expect(page).toHaveTitle(`Search: ${okapi} · Firstline`);
    await axe(page);
    await page.reload();
    await expect(box(page)).toHaveValue(okapi);
    await hit.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('A chair');
  });

  test('finds people, and leads to what there is of them', async ({ page }) => {
    await open(page, '/search');
    await expect(page.getByText('What are you looking for?')).toBeVisible();
    await box(page).fill(PEOPLE.vip.name);
    await box(page).press('Enter');
    await section(page, 'People').getByRole('link', { name: PEOPLE.vip.name }).first().click();
    await expect(page).toHaveURL(/\/interactions\?f=requested_for/);
    await expect(page.getByRole('list', { name: 'Conditions' })).toContainText(`Requested For is ${PEOPLE.vip.name}`);
  });

  test('a number leads straight to its record', async ({ page }) => {
    const number = await logCall(page, { summary: unique('By its number') });
    await open(page, '/board');
    await box(page).fill(number.toLowerCase());
    await box(page).press('Enter');
    await expect(page).toHaveURL(`/interactions/${number}`);
    await page.goBack();
    await expect(page).toHaveURL('/board');
  });

  test('what is wrong is said, and the box keeps what was typed', async ({ page, watch }) => {
    await open(page, '/board');
    await box(page).fill('%%__');
    await box(page).press('Enter');
    await expect(page.getByText('There is no letter and no digit in it')).toBeVisible();
    await expect(box(page)).toHaveValue('%%__');
    watch.expectStatus(503);
    await page.route('**/api/search_everything*', (route) => route.fulfill({ status: 503, json: 'Unavailable' }));
    await box(page).fill('printer');
    await expect(page.getByText('The database cannot be reached').first()).toBeVisible();
    await expect(box(page)).toHaveValue('printer');
    await page.keyboard.press('Escape');
    await page.unroute('**/api/search_everything*');
    await box(page).press('Enter');
    await expect(section(page, 'Interactions')).toBeVisible();
  });
});

test.describe('as a requester', () => {
  test.use({ account: 'user' });

  test('finds one’s own, and nothing else', async ({ page, browserAs }) => {
    const agent = await browserAs('agent');
    const quokka = word('quokka');
    const number = await logCall(agent, { summary: `The ${quokka} lamp` });
    await open(page, '/portal');
    await box(page).fill(quokka);
    await expect(offers(page).getByRole('option')).toHaveCount(1);
    await box(page).press('Enter');
    await section(page, 'Interactions').getByRole('link', { name: number }).click();
    await expect(page).toHaveURL(`/my-requests/${number}`);
  });
});

test.describe('without JavaScript', () => {
  test.use({ account: 'agent', javaScriptEnabled: false });

  test('the box and the page work', async ({ page }) => {
    const tapir = word('tapir');
    const number = await logCall(page, { summary: `The ${tapir} lamp` });
    await page.goto('/board');
    await box(page).fill(tapir);
    await box(page).press('Enter');
    await section(page, 'Interactions').getByRole('link', { name: number }).click();
    await expect(page).toHaveURL(`/interactions/${number}`);
  });
});

test.describe('on a phone', () => {
  test.use({ account: 'agent', viewport: { width: 390, height: 844 } });

  test('the box, its offers and the page have room', async ({ page }) => {
    await open(page, '/search?q=printer');
    await expect(section(page, 'Interactions')).toBeVisible();
    await expectNoSidewaysScroll(page);
    await axe(page);
    await box(page).fill('print');
    await expect(offers(page).getByRole('option').first()).toBeVisible();
    await expectNoSidewaysScroll(page);
  });
});
