// Who sees what. What a person may not see looks like what is not there.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { save, text } from '../support/form.ts';
import { editForm, logCall, send } from '../support/http.ts';
import { open } from '../support/live.ts';
import { cells, numbers, rows } from '../support/table.ts';

const NOWHERE = '/interactions/INT9999999';

/** What the page says, and with which status. */
async function seen(page: Page, path: string): Promise<{ status: number | undefined; title: string; words: string }> {
  const answer = await page.goto(path);
  return { status: answer?.status(), title: await page.title(), words: await page.getByRole('main').innerText() };
}

test.describe('an agent of another company', () => {
  test.use({ account: 'outsider' });

  test('sees that company’s interactions only', async ({ page }) => {
    await open(page, '/interactions');
    expect([...new Set(await cells(page, 'Company'))]).toEqual(['Fabrikam']);
  });

  test('cannot tell a record out of sight from one that is not there', async ({ page, browserAs, watch }) => {
    watch.expectStatus(404);
    const summary = unique('Northwind only');
    const agent = await browserAs('agent');
    const number = await logCall(agent, { summary });
    const hidden = await seen(page, `/interactions/${number}`);
    expect(hidden.status).toBe(404);
    expect(hidden).toEqual(await seen(page, NOWHERE));
    const unknown = await seen(page, '/no/such/page');
    expect(unknown.status).toBe(404);
    expect(unknown.words).toBe(hidden.words);
    expect(JSON.stringify(hidden)).not.toContain(summary);
    const { fields } = await editForm(agent, number);
    const answer = await send(page, `/interactions/${number}`, { ...fields, summary: 'taken over' });
    expect(answer.status()).toBe(404);
    expect(await answer.text()).not.toContain(summary);
    expect((await editForm(agent, number)).fields['summary']).toBe(summary);
  });

  test('finds nobody of another company', async ({ page }) => {
    for (const query of ['Rousseau', PEOPLE.user.email, '33199000117']) {
      const answer = await page.request.get(`/api/look-up/people?q=${encodeURIComponent(query)}`);
      const found = (await answer.json()) as { company: string }[];
      expect(found.filter((person) => person.company !== 'Fabrikam')).toEqual([]);
    }
  });
});

test.describe('a viewer', () => {
  test.use({ account: 'viewer' });

  test('reads records and is offered no way to change them', async ({ page, browserAs }) => {
    const summary = unique('To be read');
    const agent = await browserAs('agent');
    const number = await logCall(agent, { summary, more: () => ({ description: 'For your eyes' }) });
    await open(page, '/interactions');
    await expect(rows(page).first()).toBeVisible();
    await expect(page.getByRole('link', { name: 'New interaction' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'New interaction' })).toHaveCount(0);
    await open(page, `/interactions/${number}`);
    const details = page.getByRole('region', { name: 'Details', exact: true });
    await expect(details).toContainText('For your eyes');
    await expect(details).toContainText(PEOPLE.user.name);
    await expect(page.getByRole('region', { name: 'Audit Log', exact: true })).toContainText(PEOPLE.agent.name);
    await expect(page.getByRole('region', { name: 'History', exact: true })).toBeVisible();
    await expect(save(page)).toHaveCount(0);
    await expect(text(page, 'Summary')).toHaveCount(0);
  });

  test('is refused when sending a form all the same', async ({ page, browserAs }) => {
    const summary = unique('Not for viewers');
    const agent = await browserAs('agent');
    const number = await logCall(agent, { summary });
    const { fields } = await editForm(agent, number);
    const edit = await send(page, `/interactions/${number}`, { ...fields, summary: 'changed by a viewer' });
    expect(edit.status()).toBe(403);
    const create = await send(page, '/interactions/new', { ...fields, submission: crypto.randomUUID() });
    expect([403, 404]).toContain(create.status());
    expect((await editForm(agent, number)).fields['summary']).toBe(summary);
    await open(page, '/interactions');
    await expect(rows(page).filter({ hasText: summary })).toHaveCount(1);
  });

  test('finds no new form and no look-up', async ({ page }) => {
    expect((await page.request.get('/interactions/new')).status()).toBe(404);
    expect((await page.request.get('/api/look-up/people?q=rousseau')).status()).toBe(403);
  });
});

test.describe('a requester', () => {
  test.use({ account: 'user' });

  test('finds none of the agents’ pages', async ({ page, watch }) => {
    watch.expectStatus(404);
    for (const path of ['/board', '/interactions', '/interactions/new', NOWHERE]) {
      expect((await seen(page, path)).status, path).toBe(404);
    }
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Interactions' })).toHaveCount(0);
  });

  test('has the portal', async ({ page }) => {
    await open(page, '/portal');
    await expect(page.getByRole('main')).toContainText('Amélie');
    await page.getByRole('main').getByRole('link', { name: /My Requests/ }).click();
    await expect(page).toHaveURL(/\/my-requests/);
  });

  test('is led from the record’s address to their own view of it, and to nobody else’s', async ({ page, browserAs, watch }) => {
    watch.expectStatus(404);
    const agent = await browserAs('agent');
    const own = await logCall(agent, { summary: unique('Of the user') });
    const other = await logCall(agent, { summary: unique('Of the VIP'), requestedFor: PEOPLE.vip.email });
    await page.goto(`/interactions/${own}`);
    await expect(page).toHaveURL(`/my-requests/${own}`);
    const hidden = await seen(page, `/interactions/${other}`);
    expect(hidden.status).toBe(404);
    expect(hidden.words).toBe((await seen(page, '/my-requests/INT9999999')).words);
    expect((await seen(page, `/my-requests/${other}`)).status).toBe(404);
  });

  test('cannot send the agents’ forms or use their look-up', async ({ page, browserAs }) => {
    const agent = await browserAs('agent');
    const number = await logCall(agent, { summary: unique('Hands off') });
    const { fields } = await editForm(agent, number);
    const create = await send(page, '/interactions/new', { ...fields, submission: crypto.randomUUID() });
    expect([403, 404]).toContain(create.status());
    // It is the user's own: they may be led to their own view of it.
    const edit = await send(page, `/interactions/${number}`, { ...fields, summary: 'changed' });
    expect([302, 303, 403, 404]).toContain(edit.status());
    expect(edit.headers()['location'] ?? `/my-requests/${number}`).toBe(`/my-requests/${number}`);
    expect((await page.request.get('/api/look-up/people?q=rousseau')).status()).toBe(403);
    expect((await editForm(agent, number)).fields['summary']).toContain('Hands off');
  });
});

test.describe('nobody', () => {
  test('is asked to sign in by every form and told so by every call', async ({ page }) => {
    for (const path of ['/interactions/new', '/interactions/INT0000001', '/my-requests/INT0000001']) {
      const answer = await page.request.post(path, { form: { summary: 'x' }, maxRedirects: 0 });
      expect(answer.status(), path).toBe(401);
      expect(await answer.text(), path).toContain('Sign in to go on');
    }
    for (const path of ['/account', '/logout']) {
      const answer = await page.request.post(path, { form: { session: '1' }, maxRedirects: 0 });
      expect(answer.status(), path).toBe(303);
      expect(answer.headers()['location'], path).toMatch(/^\/login/);
    }
    expect((await page.request.get('/api/look-up/people?q=rousseau')).status()).toBe(401);
  });
});

test('an administrator without groups and an approver are answered, not failed upon', async ({ browserAs }) => {
  for (const account of ['admin', 'approver'] as const) {
    const page = await browserAs(account);
    for (const path of ['/', '/my-requests', '/account']) {
      const answer = await page.goto(path);
      expect(answer?.status(), `${account} ${path}`).toBe(200);
    }
    const list = await page.request.get('/interactions');
    expect([200, 404], account).toContain(list.status());
  }
});

test('an agent of Northwind and Contoso sees both and not Fabrikam', async ({ browserAs }) => {
  const page = await browserAs('agent');
  const companies = new Set<string>();
  for (const sort of ['company', '-company']) {
    await open(page, `/interactions?sort=${sort}`);
    expect(await numbers(page)).toHaveLength(50);
    for (const company of await cells(page, 'Company')) {
      companies.add(company);
    }
  }
  expect([...companies].sort()).toEqual(['Contoso', 'Northwind']);
});
