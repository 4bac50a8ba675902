// Signs every account in once and keeps the session for the tests.

import { expect, test as setup } from '@playwright/test';

import { ACCOUNTS, PASSWORD, PEOPLE, stateFile } from '../support/accounts.ts';

for (const account of ACCOUNTS) {
  setup(`${account} is signed in`, async ({ request }) => {
    const form = { email: PEOPLE[account].email, password: PASSWORD, next: '/account' };
    const answer = await request.post('/login', { form });
    expect(answer.status(), await answer.text()).toBe(200);
    expect(new URL(answer.url()).pathname).toBe('/account');
    await request.storageState({ path: stateFile(account) });
  });
}
