// How fast it is in a browser, for `cargo xtask bench`: each figure is a line `BENCH {"case": …, "ms": […]}`.

import { test as base, type Page } from '@playwright/test';

import { PASSWORD, PEOPLE } from '../support/accounts.ts';
import { announceLive, open } from '../support/live.ts';

/** How often each is measured. */
const TIMES = 20;

/** How much slower than this machine's a phone's processor is. */
const PHONE = 4;

const test = base.extend({
  page: async ({ context, page }, use) => {
    await announceLive(context);
    const form = { email: PEOPLE.agent.email, password: PASSWORD, next: '/account' };
    await page.request.post('/login', { form });
    await use(page);
  },
});

function report(name: string, ms: number[]): void {
  console.log(`BENCH ${JSON.stringify({ case: name, ms: ms.map((ms) => Math.round(ms * 10) / 10) })}`);
}

test('the list on a phone’s processor', async ({ page, context }) => {
  const session = await context.newCDPSession(page);
  const taken: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    // As on the first visit.
    await session.send('Network.clearBrowserCache');
    await page.goto('about:blank');
    await session.send('Emulation.setCPUThrottlingRate', { rate: PHONE });
    await page.goto('/interactions');
    taken.push(await page.evaluate(() => window.firstlineLive?.then(() => performance.now()) ?? 0));
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  }
  report('browser-hydrated', taken);
});

test('from the list to a record and back', async ({ page }) => {
  await open(page, '/interactions');
  // The parts of the program that other pages need are fetched a moment after the first.
  await page.waitForResponse(/split_own.*wasm$/).catch(() => undefined);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const [there, back]: [number[], number[]] = [[], []];
  for (let n = 0; n < TIMES; n += 1) {
    there.push(await painted(page, n, '/interactions/INT'));
    back.push(await painted(page, null, '/interactions'));
  }
  report('browser-record', there);
  report('browser-back', back);
});

/**
 * Follows the link of a row, or goes back, and gives the milliseconds until the page that was gone to is painted with
 * what it shows: two frames after it is in the document.
 */
async function painted(page: Page, row: number | null, path: string): Promise<number> {
  return page.evaluate(
    ([row, path]) =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        const there = () =>
          location.pathname.startsWith(path) &&
          (row === null
            ? document.querySelectorAll('.row-link').length > 0
            : document.querySelector('[aria-label="Edit interaction"], form [name="summary"]') !== null);
        const watched = new MutationObserver(() => {
          if (there()) {
            watched.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)));
          }
        });
        watched.observe(document, { childList: true, subtree: true });
        if (row === null) {
          history.back();
        } else {
          document.querySelectorAll<HTMLElement>('.row-link')[row]?.click();
        }
      }),
    [row, path] as const,
  );
}
