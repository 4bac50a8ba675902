// Every page in both colours, on a desk and on a phone: WCAG 2.2 AA as far as axe can tell, and no
// sideways scrolling.

import type { Page } from '@playwright/test';

import { expect, test, unique, type Fixtures } from '../fixtures.ts';
import { PEOPLE, type Account } from '../support/accounts.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { box, expectWrong, save, sendWithoutProgram, text } from '../support/form.ts';
import { logCall } from '../support/http.ts';
import { live, open } from '../support/live.ts';

const SIZES = [
  ['on a desk', { width: 1440, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
] as const;

interface Look {
  what: string;
  as: Account | null;
  /** Brings the page to what is looked at. */
  go: (page: Page, fixtures: Pick<Fixtures, 'watch' | 'browserAs'>) => Promise<void>;
}

/** A word that is too long for any column, and a summary that fills its limit. */
const LONG = `${'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'} ${'and so on '.repeat(38)}`;

const at = (path: string) => (page: Page) => open(page, path);

const LOOKS: Look[] = [
  { what: 'sign-in', as: null, go: at('/login') },
  {
    what: 'sign-in refused',
    as: null,
    go: async (page, { watch }) => {
      watch.expectStatus(422);
      await open(page, '/login');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expectWrong(text(page, 'Email'), /./);
    },
  },
  { what: 'board', as: 'agent', go: at('/board') },
  { what: 'list', as: 'agent', go: at('/interactions') },
  { what: 'list with a misread address', as: 'agent', go: at('/interactions?scope=mine&sort=price') },
  { what: 'list without rows', as: 'outsider', go: at('/interactions?scope=me&days=1') },
  { what: 'new interaction', as: 'agent', go: at('/interactions/new') },
  {
    what: 'new interaction with errors',
    as: 'agent',
    go: async (page) => {
      await open(page, '/interactions/new');
      await save(page).click();
      await expectWrong(text(page, 'Summary'), /./);
    },
  },
  {
    what: 'look-up',
    as: 'agent',
    go: async (page) => {
      await open(page, '/interactions/new');
      await box(page, 'Requested For').pressSequentially('demo.test');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    what: 'look-up of nobody',
    as: 'agent',
    go: async (page) => {
      await open(page, '/interactions/new');
      await box(page, 'Requested For').pressSequentially('nobody at all');
      await expect(page.getByText('User not found')).toBeVisible();
    },
  },
  {
    what: 'guest form beside a box, sent before the program came',
    as: 'agent',
    go: async (page, { watch }) => {
      watch.expectStatus(422);
      await open(page, '/interactions/new');
      await box(page, 'Requested For').fill('Nobody Here');
      await sendWithoutProgram(page, 'New interaction');
      await expect(page.getByRole('group', { name: 'Add User: Requested For' })).toBeVisible();
      await live(page);
    },
  },
  {
    what: 'signing in where a form was sent',
    as: 'agent',
    go: async (page, { watch }) => {
      watch.expectStatus(401);
      await open(page, '/interactions/new');
      await text(page, 'Summary').fill('Typed while the session ended');
      await page.context().clearCookies();
      await sendWithoutProgram(page, 'New interaction');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to go on');
      await live(page);
    },
  },
  {
    what: 'guest dialogue with errors',
    as: 'agent',
    go: async (page) => {
      await open(page, '/interactions/new');
      await box(page, 'Company').selectOption({ label: 'Northwind' });
      await box(page, 'Requested For').pressSequentially('nobody at all');
      await page.getByRole('button', { name: 'Add User', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: /^(Add guest|Add User|Save)$/ }).click();
      await expectWrong(text(page.getByRole('dialog'), 'First Name'), /./);
    },
  },
  {
    what: 'record with long words',
    as: 'agent',
    go: async (page) => {
      const summary = unique(LONG).slice(0, 500);
      const description = `https://example.test/${'x'.repeat(300)}\n\n${LONG}`;
      const number = await logCall(page, { summary, requestedFor: PEOPLE.vip.email, more: () => ({ description }) });
      await open(page, `/interactions/${number}`);
      await text(page, 'Contact Phone').fill('+44 20 7946 0199');
      await save(page).click();
      await expect(page.getByRole('status').filter({ hasText: 'was saved' })).toBeVisible();
    },
  },
  {
    what: 'record as a viewer',
    as: 'viewer',
    go: async (page, { browserAs }) => {
      const number = await logCall(await browserAs('agent'), { summary: unique(LONG).slice(0, 500) });
      await open(page, `/interactions/${number}`);
    },
  },
  { what: 'my requests, self', as: 'user', go: at('/my-requests?section=interactions&tab=self') },
  { what: 'my requests, others', as: 'vip', go: at('/my-requests?section=interactions&tab=others') },
  {
    what: 'requester’s record',
    as: 'user',
    go: async (page, { browserAs }) => {
      const number = await logCall(await browserAs('agent'), { summary: unique(LONG).slice(0, 500) });
      await open(page, `/my-requests/${number}`);
    },
  },
  { what: 'portal', as: 'user', go: at('/portal') },
  { what: 'account', as: 'agent', go: at('/account') },
  {
    what: 'not found',
    as: 'agent',
    go: async (page, { watch }) => {
      watch.expectStatus(404);
      await open(page, '/interactions/INT9999999');
    },
  },
  // The design system is HTML alone.
  { what: 'design', as: 'agent', go: async (page) => void (await page.goto('/design')) },
];

for (const [where, viewport] of SIZES) {
  test.describe(where, () => {
    test.use({ viewport });
    for (const { what, as, go } of LOOKS) {
      test.describe(() => {
        test.use({ account: as });
        test(`${what} is for everybody`, async ({ page, watch, browserAs }) => {
          await go(page, { watch, browserAs });
          await axe(page);
          await expectNoSidewaysScroll(page);
          await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        });
      });
    }
  });
}

test.describe('the frame', () => {
  test.use({ account: 'agent' });

  test('begins with a link past the navigation', async ({ page }) => {
    await open(page, '/board');
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('shows where the focus is', async ({ page }) => {
    await open(page, '/interactions/new');
    for (let times = 0; times < 25; times += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const style = getComputedStyle(element);
        const ring = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
        return { ring: ring || style.boxShadow !== 'none', what: element.outerHTML.slice(0, 120) };
      });
      expect(seen.ring, seen.what).toBe(true);
    }
  });

  test('says where one is', async ({ page }) => {
    await open(page, '/interactions');
    const current = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current="page"]:visible');
    await expect(current).toHaveText('Interactions');
  });

  test('reads at twice the size of letters and at 320 pixels', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 600 });
    for (const path of ['/board', '/interactions', '/interactions/new', '/account', '/my-requests']) {
      await open(page, path);
      await expectNoSidewaysScroll(page);
    }
  });
});

test('the colours follow the choice, from the first byte', async ({ browserAs }) => {
  const page = await browserAs('agent');
  await open(page, '/account');
  await page.getByRole('radio', { name: 'Dark' }).or(page.getByRole('button', { name: 'Dark' })).first().click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const answer = await page.request.get('/board');
  expect(await answer.text()).toContain('data-theme="dark"');
});
