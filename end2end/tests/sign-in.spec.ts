// Signing in, being led back, signing out, and the sessions one has.

import type { Page } from '@playwright/test';

import { expect, signIn, signInLive, test, unique } from '../fixtures.ts';
import { PASSWORD, PEOPLE } from '../support/accounts.ts';
import { expectWrong, text } from '../support/form.ts';
import { show } from '../support/http.ts';
import { live, open } from '../support/live.ts';

test('a wrong password is said at its field and the address stays', async ({ page, watch }) => {
  watch.expectStatus(422);
  await open(page, '/login');
  await text(page, 'Email').fill(PEOPLE.viewer.email);
  await text(page, 'Password').fill('not it');
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  expect((await answered).status()).toBe(422);
  await live(page);
  await expectWrong(text(page, 'Password'), 'The email address or the password is not right.');
  await expect(text(page, 'Email')).toHaveValue(PEOPLE.viewer.email);
  await expect(text(page, 'Password')).toHaveValue('');
  await expect(text(page, 'Password')).toBeFocused();
});

test('an unknown address is answered like a wrong password', async ({ page, request }) => {
  const email = `${unique('nobody').replaceAll(' ', '')}@demo.test`;
  const answers = [
    await request.post('/login', { form: { email, password: 'x' } }),
    await request.post('/login', { form: { email: PEOPLE.admin.email, password: 'x' } }),
  ];
  const said = [];
  for (const answer of answers) {
    expect(answer.status()).toBe(422);
    await show(page, answer);
    said.push(await text(page, 'Password').getAttribute('aria-describedby'));
    await expectWrong(text(page, 'Password'), 'The email address or the password is not right.');
  }
  expect(said[0]).toBe(said[1]);
});

test('nothing filled in names the field', async ({ page, watch }) => {
  watch.expectStatus(422);
  await open(page, '/login');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectWrong(text(page, 'Email'), 'Enter your email address.');
});

test('staff come to the board, requesters to the portal', async ({ browserAs }) => {
  for (const [account, path] of [['agent', '/board'], ['viewer', '/board'], ['user', '/portal'], ['vip', '/portal']] as const) {
    const page = await browserAs(null);
    await signIn(page, account);
    await expect(page).toHaveURL(path);
    await page.goto('/');
    await expect(page).toHaveURL(path);
  }
});

test('a click on a demo account fills the form in', async ({ page }) => {
  await open(page, '/login');
  await page.getByRole('button', { name: PEOPLE.agent.email }).click();
  await expect(text(page, 'Email')).toHaveValue(PEOPLE.agent.email);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/board');
});

test('signed out, a page asks to sign in and then goes on where it was', async ({ page }) => {
  await page.goto('/interactions?scope=groups&sort=company');
  await expect(page).toHaveURL((url) => url.pathname === '/login');
  expect(new URL(page.url()).searchParams.get('next')).toBe('/interactions?scope=groups&sort=company');
  await signIn(page, 'agent');
  await expect(page).toHaveURL('/interactions?scope=groups&sort=company');
});

test('after a wrong password one is still led back', async ({ page, watch }) => {
  watch.expectStatus(422);
  await page.goto('/my-requests');
  await text(page, 'Email').fill(PEOPLE.user.email);
  await text(page, 'Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectWrong(text(page, 'Password'), /not right/);
  await text(page, 'Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/my-requests');
});

test('every page but sign-in asks to sign in', async ({ request }) => {
  const pages = ['/', '/account', '/board', '/interactions', '/interactions/new', '/interactions/INT0000001'];
  for (const path of [...pages, '/portal', '/my-requests', '/my-requests/INT0000001', '/not/there']) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(303);
    expect(answer.headers()['location'], path).toMatch(/^\/login/);
  }
});

test('where to go on never leaves the site', async ({ browserAs, baseURL }) => {
  for (const next of ['https://evil.test/', '//evil.test/', '/\\evil.test/', 'javascript:alert(1)', '/\t/evil.test/', '/%09/evil.test/']) {
    const page = await browserAs(null);
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await signInAnywhere(page);
    await expect.poll(() => new URL(page.url()).origin, next).toBe(new URL(baseURL ?? '').origin);
    await expect(page).not.toHaveURL(/\/login/);
  }

  async function signInAnywhere(page: Page) {
    await text(page, 'Email').fill(PEOPLE.agent.email);
    await text(page, 'Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/login');
  }
});

test('too many tries have to wait, and are told how long', async ({ page, request, watch }) => {
  test.slow();
  watch.expectStatus(422, 429);
  const email = `${unique('guesser').replaceAll(' ', '')}@demo.test`;
  const guess = () => request.post('/login', { form: { email, password: 'guess' } });
  await Promise.all(Array.from({ length: 10 }, guess));
  const answer = await guess();
  expect(answer.status()).toBe(429);
  expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
  await open(page, '/login');
  await text(page, 'Email').fill(email);
  await text(page, 'Password').fill('guess');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Too many tries' })).toBeVisible();
  await expect(text(page, 'Email')).toHaveValue(email);
  // Somebody else is not kept out.
  await signIn(page, 'interaction');
});

test('signing out ends the session for good', async ({ page, playwright, baseURL }) => {
  await signInLive(page, 'interaction');
  const storageState = await page.context().storageState();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL('/login');
  await page.goto('/board');
  await expect(page).toHaveURL('/login?next=/board');
  const thief = await playwright.request.newContext({ baseURL, storageState });
  const answer = await thief.get('/board', { maxRedirects: 0 });
  expect(answer.status(), 'the former cookie opens nothing').toBe(303);
  await thief.dispose();
});

test('the session cookie is out of reach of scripts and other sites', async ({ page }) => {
  await signIn(page, 'interaction');
  const cookies = await page.context().cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, path: '/' });
  expect(['Lax', 'Strict']).toContain(cookies[0]?.sameSite);
});

test('sessions are listed, and ending one signs it out', async ({ browserAs }) => {
  const here = await browserAs(null);
  const there = await browserAs(null, { userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' });
  for (const page of [here, there]) {
    await signIn(page, 'approver');
    await open(page, '/account');
  }
  const own = there.getByRole('listitem').filter({ hasText: 'This session' });
  await expect(own).toContainText('Firefox on Windows');
  const id = await own.locator('input[name="session"]').inputValue();
  await here.reload();
  await live(here);
  const row = here.getByRole('listitem').filter({ has: here.locator(`input[name="session"][value="${id}"]`) });
  await expect(row).toContainText('Firefox on Windows');
  await row.getByRole('button', { name: 'End session' }).click();
  await expect(row).toHaveCount(0);
  await expect(here).toHaveURL('/account');
  await there.goto('/board');
  await expect(there).toHaveURL('/login?next=/board');
});

test('nobody ends a session of somebody else', async ({ browserAs }) => {
  const victim = await browserAs(null);
  await signIn(victim, 'approver');
  await open(victim, '/account');
  const own = victim.getByRole('listitem').filter({ hasText: 'This session' });
  const session = await own.locator('input[name="session"]').inputValue();
  const attacker = await browserAs('agent');
  const answer = await attacker.request.post('/account', { form: { session }, maxRedirects: 0 });
  expect(answer.status()).toBe(404);
  await victim.reload();
  await expect(victim).toHaveURL('/account');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('one signs in, is told what is wrong, and signs out', async ({ page, watch }) => {
    watch.expectStatus(422);
    await page.goto('/interactions');
    await text(page, 'Email').fill(PEOPLE.agent2.email);
    await text(page, 'Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expectWrong(text(page, 'Password'), /not right/);
    await expect(text(page, 'Email')).toHaveValue(PEOPLE.agent2.email);
    await text(page, 'Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL('/interactions');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(page).toHaveURL('/login');
  });
});
