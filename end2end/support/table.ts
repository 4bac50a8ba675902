// The list of interactions, read as a person reads it.

import { expect, type Locator, type Page } from '@playwright/test';

/** The columns, in their order. */
export const COLUMNS = [
  'Work Item ID',
  'Company',
  'Summary',
  'Status',
  'Group',
  'Individual',
  'Requested For',
  'VIP User',
  'Requested By',
  'Reason for Interaction',
  'Created On',
] as const;

export type Column = (typeof COLUMNS)[number];

/** The table of the list. */
export function table(page: Page): Locator {
  return page.getByRole('table', { name: 'Interactions', exact: true });
}

/** The rows of the page, without the header. */
export function rows(page: Page): Locator {
  return table(page).locator('tbody').getByRole('row');
}

/** The numbers that the page shows, in its order. */
export async function numbers(page: Page): Promise<string[]> {
  return (await cells(page, 'Work Item ID')).map((text) => text.trim());
}

/** What the cells of a column read; of a moment, its machine-readable form. */
export async function cells(page: Page, column: Column): Promise<string[]> {
  const at = COLUMNS.indexOf(column);
  await expect(rows(page).first()).toBeVisible();
  return rows(page).evaluateAll(
    (rows, at) =>
      rows.map((row) => {
        const cell = row.querySelectorAll('td')[at];
        return (cell?.querySelector('time')?.dateTime ?? cell?.textContent ?? '').trim();
      }),
    at,
  );
}

/** Goes on to the next or the previous page and waits until it is there. */
export async function turn(page: Page, link: 'Next page' | 'Previous page'): Promise<string[]> {
  const before = (await numbers(page)).join();
  await page.getByRole('link', { name: link, exact: true }).click();
  await expect.poll(async () => (await numbers(page)).join()).not.toBe(before);
  return numbers(page);
}

/** The number in a scope's link. */
export async function count(page: Page, scope: string): Promise<number> {
  const link = page.getByRole('navigation', { name: 'Scope' }).getByRole('link', { name: scope, exact: true });
  const words = (await link.textContent()) ?? '';
  return Number(/(\d[\d,. ]*)\s*$/.exec(words)?.[1]?.replaceAll(/\D/g, '') ?? Number.NaN);
}
