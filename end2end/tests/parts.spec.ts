// The WebAssembly comes in parts: a page loads its own, the others follow.

import { expect, test } from '../fixtures.ts';
import { save } from '../support/form.ts';
import { deaf, live, open } from '../support/live.ts';

declare global {
  interface Window {
    /** Kept once the main part of the program has run. */
    begun?: Promise<void>;
  }
}

test.use({ account: 'agent' });

test('a page names its parts, and the others follow', async ({ page, request }) => {
  const link = async (path: string) => (await request.get(path)).headers()['link'] ?? '';
  expect(await link('/interactions')).toBe('');
  expect(await link('/interactions/new')).toContain('rel=preload');
  expect(await link('/interactions/new')).toMatch(/records.*\.wasm/);
  const later = page.waitForResponse(/records.*\.wasm/);
  await open(page, '/interactions');
  expect((await later).ok()).toBe(true);
});

test('a part is waited for while the network is away', async ({ page, watch }) => {
  watch.expectMessage(/ERR_FAILED/);
  let tries = 0;
  await page.route(/records.*\.wasm/, async (route) => {
    tries += 1;
    await (tries < 3 ? route.abort() : route.continue());
  });
  await open(page, '/interactions');
  await page.getByRole('link', { name: 'New interaction' }).click();
  await expect(save(page)).toBeVisible();
  expect(tries).toBe(3);
});

test('what happens while a part is on its way waits until the page is whole', async ({ page }) => {
  await deaf(page);
  await page.addInitScript(() => {
    const first = WebAssembly.instantiateStreaming;
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    window.begun = new Promise((resolve) => {
      WebAssembly.instantiateStreaming = async (...values) => {
        const made = await first.apply(WebAssembly, values);
        void frame().then(frame).then(() => resolve());
        return made;
      };
    });
  });
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/records.*\.wasm/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('/interactions/new');
  await page.evaluate(() => window.begun);
  await page.keyboard.press('?');
  release();
  await live(page);
  await expect(page.getByText('Connection lost.')).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys', exact: true })).toBeVisible();
});

test.describe('a part that a newer version replaced', () => {
  test.beforeEach(({ watch }) => watch.expectStatus(404));

  test('has the page that waits for it loaded as a whole', async ({ page }) => {
    let click = () => {};
    const clicked = new Promise<void>((resolve) => (click = resolve));
    await page.route(
      /records.*\.wasm/,
      async (route) => {
        await clicked;
        await route.fulfill({ status: 404 });
      },
      { times: 1 },
    );
    await open(page, '/interactions');
    await page.getByRole('link', { name: 'New interaction' }).click();
    click();
    await expect(save(page)).toBeVisible();
    await expect(page).toHaveURL(/\/interactions\/new$/);
  });

  test('leaves the page alone where it was only fetched ahead', async ({ page }) => {
    await page.route(/records.*\.wasm/, (route) => route.fulfill({ status: 404 }), { times: 1 });
    const gone = page.waitForResponse((answer) => /records.*\.wasm/.test(answer.url()) && answer.status() === 404);
    await open(page, '/interactions');
    const loads: string[] = [];
    page.on('request', (request) => request.isNavigationRequest() && loads.push(new URL(request.url()).pathname));
    await gone;
    await page.getByRole('link', { name: 'New interaction' }).click();
    await expect(save(page)).toBeVisible();
    expect(loads).toEqual(['/interactions/new']);
  });
});
