// The WebAssembly comes in parts: a page loads its own, the others follow.

import { expect, test } from '../fixtures.ts';
import { save } from '../support/form.ts';
import { open } from '../support/live.ts';

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

test('a part that a newer version replaced loads the page anew', async ({ page, watch }) => {
  watch.expectStatus(404);
  await open(page, '/interactions');
  await page.route(/records.*\.wasm/, async (route) => route.fulfill({ status: 404 }), { times: 1 });
  await page.getByRole('link', { name: 'New interaction' }).click();
  await expect(save(page)).toBeVisible();
  await expect(page).toHaveURL(/\/interactions\/new$/);
});
