// What no page of the product sends: every answer is a sentence with the right status, and nothing is
// half-written.

import type { APIResponse, Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { box, expectWrong, text } from '../support/form.ts';
import { callFields, editForm, isListed, logCall, newForm, numberOf, pick, send, show } from '../support/http.ts';

test.use({ account: 'agent' });

const NEW = '/interactions/new';

/** Sends a call that must be refused at one field; what was typed is still there and nothing is listed. */
async function refused(page: Page, more: (fields: Record<string, string>) => Record<string, string>): Promise<APIResponse> {
  const summary = unique('Must not be saved');
  const fields = await callFields(page, { summary });
  const answer = await send(page, NEW, { ...fields, ...more(fields) });
  expect(answer.status()).toBe(422);
  await show(page, answer);
  await expect(text(page, 'Summary')).toHaveValue(summary);
  expect(await isListed(page, summary)).toBe(false);
  return answer;
}

test('choices of another company are refused at their fields', async ({ page }) => {
  const other = await newForm(page, 'Contoso');
  await refused(page, () => ({
    reason: pick(other, 'reason', 'Enquiry'),
    category: pick(other, 'category', 'Hardware'),
    ci: other.options['ci']?.[0]?.value ?? '',
    service: pick(other, 'service', 'Printing'),
  }));
  await expectWrong(box(page, 'Reason for Interaction'), /company/);
  await expectWrong(box(page, 'Category'), /company/);
  await expectWrong(box(page, 'Impacted CI'), /company/);
  await expectWrong(box(page, 'Affected Service'), /company/);
});

test('a sub-category and a type of another category are refused', async ({ page }) => {
  const form = await newForm(page);
  await refused(page, () => ({
    category: pick(form, 'category', 'Hardware'),
    subcategory: pick(form, 'subcategory', 'VPN', 'Network'),
    type: pick(form, 'type', 'Reset', 'Password'),
  }));
  await expectWrong(box(page, 'Sub-category'), /category/);
  await expectWrong(box(page, 'Type'), /sub-category/);
});

test('an individual outside the group, and one without a group, are refused', async ({ page }) => {
  const form = await newForm(page);
  const stranger = form.options['individual']?.find((option) => option.group === 'Data Centre')?.value ?? '';
  await refused(page, () => ({ group: pick(form, 'group', 'Service Desk'), individual: stranger }));
  await expectWrong(box(page, 'Individual'), /group/);
  await refused(page, () => ({ group: '', individual: stranger }));
  await expectWrong(box(page, 'Group'), /group/);
});

test('a group that neither is the agent’s nor serves the company is refused', async ({ page, browserAs }) => {
  const outsider = await browserAs('outsider');
  const theirs = await newForm(outsider, 'Fabrikam');
  await refused(page, () => ({ group: pick(theirs, 'group', 'Fabrikam Desk') }));
  await expectWrong(box(page, 'Group'), /group/);
});

test('people and companies out of sight are as good as not there', async ({ page, browserAs }) => {
  const outsider = await browserAs('outsider');
  const found = await outsider.request.get(`/api/look-up/people?q=${PEOPLE.outsider.email}`);
  const [person] = (await found.json()) as { id: number | string }[];
  const id = String(person?.id);
  expect(id).toMatch(/^\d+$/);
  await refused(page, () => ({ requested_for: id, requested_for_text: PEOPLE.outsider.name }));
  await expectWrong(box(page, 'Requested For'), /./);
  await refused(page, () => ({ requested_by: id, requested_by_text: PEOPLE.outsider.name }));
  await expectWrong(box(page, 'Requested By'), /./);
  await refused(page, () => ({ requested_for: '', requested_for_text: PEOPLE.outsider.email }));
  await expectWrong(box(page, 'Requested For'), 'User not found');
  const theirs = await newForm(outsider, 'Fabrikam');
  await refused(page, () => ({ company: theirs.fields['company'] ?? '' }));
  await expectWrong(box(page, 'Company'), /[Cc]ompany/);
});

test('a person of another company than the form’s is refused', async ({ page }) => {
  const found = await page.request.get(`/api/look-up/people?q=${PEOPLE.user.email}`);
  const [person] = (await found.json()) as { id: number | string }[];
  const contoso = await newForm(page, 'Contoso');
  await refused(page, () => ({
    company: contoso.fields['company'] ?? '',
    reason: pick(contoso, 'reason', 'Enquiry'),
    requested_for: String(person?.id),
    requested_for_text: PEOPLE.user.name,
  }));
  await expectWrong(box(page, 'Requested For'), /./);
});

test('values that no list offers are refused at their fields', async ({ page }) => {
  await refused(page, () => ({
    reason: '999999999', impact: '5', urgency: 'high', through: 'pigeon', status: 'finished', category: 'x',
    contact_email: 'not an address', ci: '-1',
  }));
  for (const name of ['Impact', 'Urgency', 'Through', 'Status', 'Category']) {
    await expectWrong(box(page, name), /./);
  }
  await expectWrong(text(page, 'Contact Email'), /email address/);
});

test('numbers beyond the database’s are refused, not failed upon', async ({ page }) => {
  for (const id of ['9223372036854775807', '9223372036854775808', '-1', '0', '1e3', '１']) {
    const summary = unique('Beyond');
    const fields = await callFields(page, { summary });
    const answer = await send(page, NEW, { ...fields, category: id, requested_for: id });
    expect(answer.status(), id).toBe(422);
  }
});

test('a status that a new one cannot begin in is refused', async ({ page }) => {
  await refused(page, () => ({ status: 'denied' }));
  await expectWrong(box(page, 'Status'), /./);
});

test('text that cannot be kept is refused', async ({ page }) => {
  for (const summary of ['a\0b', ' \u00a0\t ', `x${'\u0301'.repeat(100_000)}`]) {
    const fields = await callFields(page, { summary });
    expect((await send(page, NEW, fields)).status(), JSON.stringify(summary.slice(0, 10))).toBe(422);
  }
});

test('what looks like a program is text', async ({ page }) => {
  const summary = `${unique('Markup')} <img src=x onerror=alert(1)> {{7*7}} '; drop table interaction; --`;
  const number = await logCall(page, { summary, more: () => ({ description: '</textarea><script>alert(1)</script>' }) });
  await page.goto(`/interactions/${number}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(summary);
  await expect(text(page, 'Description')).toHaveValue('</textarea><script>alert(1)</script>');
  await page.goto('/interactions');
  await expect(page.getByText(summary)).toBeVisible();
});

test('one form makes one record, however often it is sent', async ({ page, browserAs }) => {
  const summary = unique('Sent three times');
  const fields = await callFields(page, { summary });
  const first = await Promise.all([send(page, NEW, fields), send(page, NEW, fields)]);
  const later = await send(page, NEW, { ...fields, summary: `${summary} again` });
  const numbers = [...first, later].map(numberOf);
  expect(new Set(numbers).size).toBe(1);
  expect(await isListed(page, `${summary} again`)).toBe(false);
  const other = await browserAs('agent2');
  const stolen = await send(other, NEW, { ...(await callFields(other, { summary })), submission: fields['submission'] ?? '' });
  expect(stolen.status(), 'somebody else’s form').toBe(400);
});

test('a form without its mark, and one with a forged one, are refused', async ({ page }) => {
  const fields = await callFields(page, { summary: unique('Unmarked') });
  for (const submission of ['', 'x', '00000000']) {
    expect((await send(page, NEW, { ...fields, submission })).status()).toBe(400);
  }
});

test('a forged version changes nothing', async ({ page }) => {
  const summary = unique('Keeps its words');
  const number = await logCall(page, { summary });
  const { fields } = await editForm(page, number);
  const path = `/interactions/${number}`;
  for (const version of ['999', '0', '-1', '2147483647']) {
    const answer = await send(page, path, { ...fields, version, summary: 'forged' });
    expect(answer.status(), version).toBe(409);
  }
  for (const version of ['', 'one', '99999999999']) {
    expect((await send(page, path, { ...fields, version, summary: 'forged' })).status(), version).toBe(400);
  }
  expect((await editForm(page, number)).fields['summary']).toBe(summary);
});

test('a number that is none, or that is not there, is not found', async ({ page }) => {
  const number = await logCall(page, { summary: unique('Template') });
  const { fields } = await editForm(page, number);
  for (const path of ['INT9999999', 'INT0', 'INT-1', 'INC0000001', 'int', 'INT99999999999999999999', '%00', '..%2f']) {
    expect((await page.request.get(`/interactions/${path}`)).status(), path).toBe(404);
    expect((await send(page, `/interactions/${path}`, fields)).status(), path).toBe(404);
  }
});

test('what is no form is not read as one', async ({ page }) => {
  const post = (headers: Record<string, string>, data: string | Buffer) =>
    page.request.post(NEW, { headers, data, maxRedirects: 0 });
  const form = 'application/x-www-form-urlencoded';
  expect((await post({ 'content-type': 'application/json' }, '{"summary":"x"}')).status()).toBe(415);
  expect((await post({ 'content-type': 'text/plain' }, 'summary=x')).status()).toBe(415);
  expect((await page.request.post(NEW, { multipart: { summary: 'x' }, maxRedirects: 0 })).status()).toBe(415);
  expect((await post({ 'content-type': form }, Buffer.from([0x61, 0x3d, 0xff, 0xfe]))).status()).toBe(400);
  expect((await post({ 'content-type': form }, 'a=%FF')).status()).toBe(400);
  expect((await post({ 'content-type': form }, `summary=${'x'.repeat(1_100_000)}`)).status()).toBe(413);
  expect((await page.request.put(NEW, { data: 'x' })).status()).toBe(405);
  expect((await page.request.delete('/interactions')).status()).toBe(405);
});

test('another site cannot send a form', async ({ page }) => {
  const summary = unique('From elsewhere');
  const fields = await callFields(page, { summary });
  const elsewhere: Record<string, string>[] = [
    { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.test' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of elsewhere) {
    const answer = await page.request.post(NEW, { form: fields, headers, maxRedirects: 0 });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
  }
  expect(await isListed(page, summary)).toBe(false);
});

test('the look-up answers whatever it is asked', async ({ page }) => {
  for (const query of ['', '?q=', '?q=a', '?q=%25', '?q=%00', '?q=%F0%9F%98%80', `?q=${'x'.repeat(5000)}`, '?q=a&company=999999']) {
    const answer = await page.request.get(`/api/look-up/people${query}`);
    expect(answer.status(), query.slice(0, 30)).toBe(200);
    expect(Array.isArray(await answer.json())).toBe(true);
  }
  expect((await page.request.get('/api/look-up/people?q=a&company=x')).status()).toBe(400);
});
