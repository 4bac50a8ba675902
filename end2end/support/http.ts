// The forms of the product as a program sends them: made from the page that the server renders, with
// the session of a page's context. For data that a test needs, and for what no browser would send.

import { expect, type APIResponse, type Page } from '@playwright/test';

export interface Option {
  value: string;
  label: string;
  /** The heading it stands under, if any: what a dependent list depends on. */
  group: string;
}

/** A form as it was rendered. */
export interface HtmlForm {
  /** What a browser would send. */
  fields: Record<string, string>;
  /** What each list offers. */
  options: Record<string, Option[]>;
}

/** Reads the form with this name out of a page's HTML. `page` lends its parser. */
export async function readForm(page: Page, html: string, name: string): Promise<HtmlForm> {
  const form = await page.evaluate(
    ([html, name]) => {
      const parsed = new DOMParser().parseFromString(html ?? '', 'text/html');
      const found = [...parsed.forms].find((form) => form.ariaLabel === name);
      if (!found) {
        return null;
      }
      const lists = [...found.querySelectorAll('select')].map((list) => {
        const options = [...list.options].map((option) => ({
          value: option.value,
          label: option.label.trim(),
          group: option.closest('optgroup')?.label ?? '',
        }));
        return [list.name, options.filter((option) => option.value !== '')] as const;
      });
      const fields = [...new FormData(found)].map(([name, value]) => [name, String(value)] as const);
      return { fields: Object.fromEntries(fields), options: Object.fromEntries(lists) };
    },
    [html, name],
  );
  expect(form, `the page has the form ${name}`).not.toBeNull();
  return form as HtmlForm;
}

/** The value of the option that reads so; under a heading, where several read so. */
export function pick(form: HtmlForm, list: string, label: string, group?: string): string {
  const option = form.options[list]?.find(
    (option) => option.label === label && (group === undefined || option.group === group),
  );
  expect(option, `${list} offers ${label}`).toBeDefined();
  return option?.value ?? '';
}

/** A new form with everything its company offers. */
export async function newForm(page: Page, company = 'Northwind'): Promise<HtmlForm> {
  const empty = await page.request.get('/interactions/new');
  expect(empty.status()).toBe(200);
  const form = await readForm(page, await empty.text(), 'New interaction');
  const fields = { ...form.fields, company: pick(form, 'company', company), intent: 'refresh' };
  const filled = await page.request.post('/interactions/new', { form: fields });
  expect(filled.status(), 'asking for the choices of a company').toBe(200);
  return readForm(page, await filled.text(), 'New interaction');
}

/** The form of a record. */
export async function editForm(page: Page, number: string): Promise<HtmlForm> {
  const answer = await page.request.get(`/interactions/${number}`);
  expect(answer.status()).toBe(200);
  return readForm(page, await answer.text(), `Edit ${number}`);
}

/** Sends a form; what it leads to is not followed. */
export async function send(page: Page, path: string, form: Record<string, string>): Promise<APIResponse> {
  return page.request.post(path, { form, maxRedirects: 0 });
}

/** The number that a saved form leads to. */
export function numberOf(answer: APIResponse): string {
  expect(answer.status(), 'the form was saved').toBe(303);
  const number = /\/interactions\/(INT\d{7,})$/.exec(answer.headers()['location'] ?? '')?.[1];
  expect(number, 'saving leads to the record').toBeDefined();
  return number ?? '';
}

export interface Call {
  summary: string;
  /** E-mail addresses. */
  requestedFor?: string;
  requestedBy?: string;
  company?: string;
  /** More fields by their names, as they are sent. */
  more?: (form: HtmlForm) => Record<string, string>;
}

/** The fields of a call, right in every respect. */
export async function callFields(page: Page, call: Call): Promise<Record<string, string>> {
  const form = await newForm(page, call.company);
  const requestedFor = call.requestedFor ?? 'user@demo.test';
  return {
    ...form.fields,
    reason: pick(form, 'reason', 'Enquiry'),
    requested_for_text: requestedFor,
    requested_by_text: call.requestedBy ?? requestedFor,
    summary: call.summary,
    ...call.more?.(form),
  };
}

/** Logs a call; gives the number of its record. */
export async function logCall(page: Page, call: Call): Promise<string> {
  return numberOf(await send(page, '/interactions/new', await callFields(page, call)));
}

/** Whether the first page of the list shows this text. */
export async function isListed(page: Page, text: string): Promise<boolean> {
  const answer = await page.request.get('/interactions');
  expect(answer.status()).toBe(200);
  return (await answer.text()).includes(text);
}

/** Shows what an answer's page says, without its programs and styles. */
export async function show(page: Page, answer: APIResponse): Promise<void> {
  const html = await answer.text();
  await page.setContent(html.replace(/<head>[\s\S]*?<\/head>/, '').replaceAll(/<script[\s\S]*?<\/script>/g, ''));
}
