// What every answer carries, and what the pages may load and run.

import { expect, test } from '../fixtures.ts';
import { open } from '../support/live.ts';

const PAGES = ['/login', '/board', '/interactions', '/interactions/new', '/my-requests', '/account', '/no/such/page'];

test.describe('signed in', () => {
  test.use({ account: 'agent' });

  test('every page has a policy that lets only its own programs run', async ({ page }) => {
    const nonces = new Set<string>();
    for (const path of PAGES) {
      const answer = await page.request.get(path);
      const policy = directives(answer.headers()['content-security-policy'] ?? '');
      expect(policy.get('default-src'), path).toEqual(["'none'"]);
      expect(policy.get('script-src'), path).not.toContain("'unsafe-inline'");
      expect(policy.get('script-src'), path).not.toContain("'unsafe-eval'");
      expect(policy.get('style-src'), path).toEqual(["'self'"]);
      expect(policy.get('frame-ancestors'), path).toEqual(["'none'"]);
      expect(policy.get('base-uri'), path).toEqual(["'none'"]);
      expect(policy.get('form-action'), path).toEqual(["'self'"]);
      const nonce = policy.get('script-src')?.find((source) => source.startsWith("'nonce-"))?.slice(7, -1) ?? '';
      expect(nonce.length, path).toBeGreaterThanOrEqual(16);
      nonces.add(nonce);
      const html = await answer.text();
      for (const script of html.match(/<script[^>]*>/g) ?? []) {
        expect(script, path).toContain(`nonce="${nonce}"`);
      }
      expect(html, path).not.toMatch(/\son[a-z]+="/);
      expect(html, path).not.toMatch(/\sstyle="/);
    }
    expect(nonces.size, 'a nonce is used once').toBe(PAGES.length);
  });

  test('every answer has the protecting headers and an id', async ({ page }) => {
    const ids = new Set<string>();
    const paths = [...PAGES, '/healthz', '/readyz', '/favicon.svg', '/api/look-up/people?q=demo', '/api/no_such_function'];
    for (const path of paths) {
      const headers = (await page.request.get(path)).headers();
      expect(headers['x-content-type-options'], path).toBe('nosniff');
      expect(headers['referrer-policy'], path).toMatch(/^(same-origin|no-referrer|strict-origin)/);
      expect(headers['x-frame-options'], path).toBe('DENY');
      expect(headers['content-security-policy'], path).toContain("default-src 'none'");
      expect(headers['x-request-id'], path).toBeTruthy();
      expect(headers['server'], path).toBeUndefined();
      ids.add(headers['x-request-id'] ?? '');
    }
    expect(ids.size).toBe(paths.length);
  });

  test('pages of a person are kept by nobody', async ({ page }) => {
    for (const path of PAGES) {
      expect((await page.request.get(path)).headers()['cache-control'], path).toContain('no-store');
    }
  });

  test('a program that was smuggled into a page does not run', async ({ page, watch }) => {
    watch.expectMessage(/Content Security Policy/);
    await page.route('**/board', async (route) => {
      const answer = await route.fetch();
      const smuggled = `<script>window.foreign = 1</script><script nonce="guessed">window.foreign = 2</script>
        <script src="data:text/javascript,window.foreign=3"></script><img src="data:," onerror="window.foreign = 4">
        <a href="javascript:window.foreign = 5" id="smuggled">smuggled</a></body>`;
      await route.fulfill({ response: answer, body: (await answer.text()).replace('</body>', smuggled) });
    });
    await page.goto('/board');
    await page.locator('#smuggled').evaluate((link: HTMLElement) => link.click());
    expect(await page.evaluate(() => 'foreign' in window)).toBe(false);
  });

  test('a page loads only from its own server, and little', async ({ page, baseURL }) => {
    const origins = new Set<string>();
    page.on('request', (request) => origins.add(new URL(request.url()).origin));
    await open(page, '/interactions');
    expect([...origins]).toEqual([new URL(baseURL ?? '').origin]);
  });

  test('files of the server are out of reach', async ({ page }) => {
    for (const path of ['/pkg/../Cargo.toml', '/..%2f..%2fetc/passwd', '/pkg/%2e%2e/%2e%2e/Cargo.toml', '/.git/config', '/.env']) {
      const answer = await page.request.get(path);
      expect(answer.status(), path).toBeGreaterThanOrEqual(400);
      expect(answer.status(), path).toBeLessThan(500);
    }
  });
});

test('the server says how it is', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
  expect((await request.get('/readyz')).status()).toBe(200);
});

test('a session that never was opens nothing and breaks nothing', async ({ playwright, baseURL }) => {
  for (const cookie of ['firstline_session=x', 'firstline_session=', `firstline_session=${'a'.repeat(64)}`, 'firstline_session="; drop', '=;=;']) {
    const request = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { cookie } });
    const answer = await request.get('/board', { maxRedirects: 0 });
    expect(answer.status(), cookie).toBe(303);
    await request.dispose();
  }
});

function directives(policy: string): Map<string, string[]> {
  const parts = policy.split(';').map((part) => part.trim().split(/\s+/));
  return new Map(parts.map(([name, ...values]) => [name ?? '', values]));
}
