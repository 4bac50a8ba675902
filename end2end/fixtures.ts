// The `test` of every file: pages are watched, and a test says as whom it is signed in.
//
//     test.use({ account: 'agent' });
//     test('…', async ({ page, browserAs, watch }) => { … });

import { expect, test as base, type BrowserContextOptions, type Page } from '@playwright/test';

import { PASSWORD, PEOPLE, stateFile, type Account } from './support/accounts.ts';
import { announceLive, live } from './support/live.ts';
import { Watch } from './support/watch.ts';

export interface Fixtures {
  /** As whom the test's own page is signed in; nobody unless said. */
  account: Account | null;
  /** Fails the test on whatever goes wrong in its pages; told beforehand what is expected. */
  watch: Watch;
  /** A page in a browser of its own, signed in as somebody or nobody. */
  browserAs: (account: Account | null, options?: BrowserContextOptions) => Promise<Page>;
}

/** Said where JavaScript is off: the program is preloaded and nobody asks for it. */
const UNUSED_PRELOAD = /was preloaded using link preload but not used/;

export const test = base.extend<Fixtures>({
  account: [null, { option: true }],
  storageState: async ({ account }, use) => {
    await use(account ? stateFile(account) : undefined);
  },
  // eslint-disable-next-line no-empty-pattern
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.problems, 'what the pages complained about').toEqual([]);
  },
  context: async ({ context, watch, javaScriptEnabled }, use) => {
    if (javaScriptEnabled === false) {
      watch.expectMessage(UNUSED_PRELOAD);
    }
    watch.attach(context);
    await announceLive(context);
    await use(context);
  },
  browserAs: async ({ browser, watch }, use) => {
    const opened: Page[] = [];
    await use(async (account, options = {}) => {
      const storageState = account ? stateFile(account) : undefined;
      const context = await browser.newContext({ ...options, storageState });
      watch.attach(context);
      await announceLive(context);
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) {
      await page.context().close();
    }
  },
});

export { expect };

/** Signs in on the sign-in page, which is opened unless the page is there already. */
export async function signIn(page: Page, account: Account): Promise<void> {
  if (!page.url().includes('/login')) {
    await page.goto('/login');
  }
  await page.getByRole('textbox', { name: 'Email', exact: true }).fill(PEOPLE[account].email);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

/** The same, and waits until the page it leads to is live. */
export async function signInLive(page: Page, account: Account): Promise<void> {
  await signIn(page, account);
  await live(page);
}

let made = 0;

/** A text that no other test and no other run has. */
export function unique(text: string): string {
  made += 1;
  return `${text} ${process.pid.toString(36)}-${Date.now().toString(36)}-${made}`;
}
