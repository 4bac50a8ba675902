// When a page is live: the browser's program has taken over what the server rendered.

import type { BrowserContext, Page } from '@playwright/test';

declare global {
  interface Window {
    /** Kept once the WebAssembly has run, all its parts. Made by the tests, not by the product. */
    firstlineLive?: Promise<void>;
  }
}

/**
 * Makes every page of the context tell when it is live: hydration happens in the micro-tasks after the last
 * part of the WebAssembly is there, so it is over when two frames later no other one is on its way.
 */
export async function announceLive(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.firstlineLive = new Promise((resolve) => {
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      let underWay = 0;
      const after = <T extends unknown[], R>(make: (...values: T) => Promise<R>) => {
        return (...values: T) => {
          const made = make.apply(WebAssembly, values);
          underWay += 1;
          const settled = () => {
            underWay -= 1;
          };
          made.then(settled, settled);
          made.then(frame).then(frame).then(() => underWay === 0 && resolve(), () => undefined);
          return made;
        };
      };
      WebAssembly.instantiateStreaming = after(WebAssembly.instantiateStreaming);
      WebAssembly.instantiate = after(WebAssembly.instantiate) as typeof WebAssembly.instantiate;
    });
  });
}

/** Opens an address and waits until the page is live. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await live(page);
}

/** Waits until the page that is open is live. */
export async function live(page: Page): Promise<void> {
  await page.evaluate(() => window.firstlineLive);
}

/** Keeps a page from hearing what others do: for what happens where their changes have not come in yet. */
export async function deaf(page: Page): Promise<void> {
  await page.route('**/api/live*', (route) => route.fulfill({ contentType: 'text/event-stream', body: '' }));
}
