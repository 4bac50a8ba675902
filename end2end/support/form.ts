// The form as a person uses it, in a page that is live.

import { expect, type Locator, type Page } from '@playwright/test';

/** A list or a look-up by its label. */
export function box(scope: Page | Locator, name: string): Locator {
  return scope.getByRole('combobox', { name, exact: true });
}

/** A text by its label. */
export function text(scope: Page | Locator, name: string): Locator {
  return scope.getByRole('textbox', { name, exact: true });
}

/** The button that saves. */
export function save(page: Page): Locator {
  return page.getByRole('button', { name: 'Save', exact: true });
}

/** The label of what a list has selected. */
export async function expectSelected(list: Locator, label: string): Promise<void> {
  await expect(list.locator('option:checked')).toHaveText(label);
}

/** Types into a look-up and chooses whom it finds. */
export async function choosePerson(page: Page, name: string, query: string, person: string): Promise<void> {
  await box(page, name).click();
  await box(page, name).pressSequentially(query);
  await page.getByRole('listbox', { name, exact: true }).getByRole('option', { name: person }).first().click();
  await expect(box(page, name)).toHaveValue(person);
}

/** Fills in what must be there for Amélie Rousseau of Northwind, and waits for the company's choices. */
export async function fillMandatory(page: Page, summary: string): Promise<void> {
  await choosePerson(page, 'Requested For', 'user@demo', 'Amélie Rousseau');
  await expectSelected(box(page, 'Company'), 'Northwind');
  await box(page, 'Reason for Interaction').selectOption({ label: 'Enquiry' });
  await text(page, 'Summary').fill(summary);
}

/** Waits for the record that saving leads to; gives its number. */
export async function savedNumber(page: Page): Promise<string> {
  await page.waitForURL(/\/interactions\/INT\d{7,}$/);
  return new URL(page.url()).pathname.split('/').pop() ?? '';
}

/** Sends a form as the browser alone does, before the program is there: the answer is a page. */
export async function sendWithoutProgram(page: Page, form: string): Promise<void> {
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.request().method() === 'POST');
  await page.getByRole('form', { name: form, exact: true }).evaluate((form) => (form as HTMLFormElement).submit());
  await answered;
}

/** The field is marked as wrong and says why. */
export async function expectWrong(field: Locator, why: RegExp | string): Promise<void> {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(why instanceof RegExp ? why : new RegExp(escape(why)));
}

/** The first wrong field of the page has the focus. */
export async function expectFirstWrongFocused(page: Page): Promise<void> {
  await expect(page.locator('[aria-invalid="true"]').first()).toBeFocused();
}

/** Presses Tab until the field has the focus. */
export async function tabTo(page: Page, field: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(field).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
