// Attachments: files that the desk and who asked give each other, and those that only the desk sees.

import type { Page } from '@playwright/test';

import { expect, test, unique } from '../fixtures.ts';
import { PEOPLE } from '../support/accounts.ts';
import { axe, expectNoSidewaysScroll } from '../support/axe.ts';
import { logCall } from '../support/http.ts';
import { live, open } from '../support/live.ts';

const region = (page: Page) => page.getByRole('region', { name: 'Attachments', exact: true });
const control = (page: Page) => region(page).getByLabel('Attach files', { exact: true });
const entry = (page: Page, name: string) => region(page).locator('.attachment').filter({ hasText: name });
const internal = (page: Page) => region(page).getByRole('checkbox', { name: 'Internal', exact: true });

const LIMIT = 5 * 1024 * 1024;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const text = (name: string, content = name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

/** Drops or pastes a file onto the region, as a browser tells it. */
async function give(page: Page, how: 'drop' | 'paste', name: string, type: string, bytes: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, type, base64]) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
      return data;
    },
    [name, type, bytes.toString('base64')] as const,
  );
  if (how === 'drop') {
    await region(page).dispatchEvent('dragover', { dataTransfer: data });
    await expect(region(page)).toHaveClass(/drop-target/);
    await region(page).dispatchEvent('drop', { dataTransfer: data });
    return;
  }
  await region(page).evaluate((at, data) => {
    at.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, data);
}

test('files are chosen, dropped and pasted, seen by others at once, and what is internal stays inside', async ({
  browserAs,
  watch,
}) => {
  // What the tests run in every page, where a picture is one: nothing runs there.
  watch.expectMessage(/^Blocked script execution in '.*\/attachments\/\d+'/);
  const agent = await browserAs('agent');
  const number = await logCall(agent, { summary: unique('With files') });
  const user = await browserAs('user');
  await open(user, `/my-requests/${number}`);
  await open(agent, `/interactions/${number}`);
  // Slow enough to see it go.
  const slow = await agent.context().newCDPSession(agent);
  await slow.send('Network.enable');
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
  await slow.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: 2 * 1024 * 1024 });
  await control(agent).setInputFiles([
    { name: 'whole.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(LIMIT) },
    { name: 'over.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(LIMIT + 1) },
  ]);
  const bar = region(agent).getByRole('progressbar', { name: 'Uploading whole.bin', exact: true });
  await expect(bar).toBeVisible();
  await expect.poll(async () => bar.evaluate((bar) => (bar as HTMLProgressElement).value)).toBeGreaterThan(0);
  await expect(region(agent).getByRole('alert')).toHaveText(/“over\.bin” is too large: a file may have 5 MiB/);
  await expect(entry(agent, 'whole.bin')).toContainText('5 MiB');
  await expect(entry(agent, 'whole.bin')).toContainText(PEOPLE.agent.name);
  await slow.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 });
  await region(agent).getByRole('button', { name: 'Dismiss over.bin', exact: true }).click();
  await expect(region(agent).getByRole('alert')).toHaveCount(0);

  const hostile = '<img src=x onerror=alert(1)>.png';
  await give(agent, 'drop', hostile, 'image/png', PNG);
  await expect(entry(agent, hostile).locator('img')).toHaveJSProperty('naturalWidth', 1);
  await give(agent, 'paste', 'image.png', 'image/png', PNG);
  await expect(entry(agent, 'image.png')).toBeVisible();
  await internal(agent).check();
  await control(agent).setInputFiles(text('between us.txt'));
  await expect(entry(agent, 'between us.txt')).toContainText('Internal');

  // They saw all but the last one come in.
  await expect(region(user).locator('.attachment')).toHaveCount(3);
  await expect(entry(user, hostile)).toContainText(PEOPLE.agent.name);
  await expect(internal(user)).toHaveCount(0);
  expect(await (await user.request.get(`/my-requests/${number}`)).text()).not.toContain('between us');
  const opened = user.context().waitForEvent('page');
  await entry(user, hostile).getByRole('link', { name: hostile, exact: true }).click();
  const shown = await opened;
  await shown.waitForLoadState();
  expect(await shown.evaluate(() => document.contentType)).toBe('image/png');
  await shown.close();
  const download = user.waitForEvent('download');
  await entry(user, hostile).getByRole('link', { name: `Download ${hostile}`, exact: true }).click();
  expect((await download).suggestedFilename()).toMatch(/png$/);

  await control(user).setInputFiles(text('meine Größe.txt'));
  await expect(entry(agent, 'meine Größe.txt')).toContainText('Requester');
  await expect(entry(user, 'image.png').getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  await entry(agent, 'image.png').getByRole('button', { name: 'Remove image.png', exact: true }).click();
  await agent.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(entry(agent, 'image.png')).toHaveCount(0);
  await expect(entry(user, 'image.png')).toHaveCount(0);
  const log = agent.getByRole('region', { name: 'Audit Log', exact: true });
  await expect(log).toContainText(`${PEOPLE.agent.name} removed a file`);
  await expect(log).toContainText('Internal attachment: between us.txt');
});

test.describe('for an agent', () => {
  test.use({ account: 'agent' });

  test('forty files at once are refused as a whole', async ({ page }) => {
    const number = await logCall(page, { summary: unique('Forty') });
    await open(page, `/interactions/${number}`);
    await control(page).setInputFiles(Array.from({ length: 40 }, (_, n) => text(`page-${n + 1}.txt`)));
    await expect(control(page)).toHaveAccessibleDescription(/40 files are too many: 20 at most .* “page-40\.txt”/);
    await expect(region(page).locator('.attachment')).toHaveCount(0);
    await control(page).setInputFiles(Array.from({ length: 20 }, (_, n) => text(`page-${n + 1}.txt`)));
    await expect(region(page).locator('.attachment')).toHaveCount(20);
    await page.reload();
    await live(page);
    await expect(region(page).locator('.attachment')).toHaveCount(20);
  });
});

test('without JavaScript', async ({ browserAs, watch }) => {
  watch.expectStatus(413);
  const user = await browserAs('agent', { javaScriptEnabled: false });
  const number = await logCall(user, { summary: unique('Plain files') });
  await user.goto(`/interactions/${number}`);
  const upload = region(user).getByRole('button', { name: 'Upload', exact: true });
  await control(user).setInputFiles([text('one.txt'), text('two.txt')]);
  await upload.click();
  await expect(user).toHaveURL(`/interactions/${number}#attachments`);
  await expect(region(user).locator('.attachment')).toHaveCount(2);
  await control(user).setInputFiles({ name: 'over.bin', mimeType: 'text/plain', buffer: Buffer.alloc(LIMIT + 1) });
  await upload.click();
  await expect(control(user)).toHaveAccessibleDescription(/“over\.bin” is too large/);
  await entry(user, 'one.txt').getByRole('button', { name: 'Remove one.txt', exact: true }).click();
  await expect(region(user)).toContainText('Remove “one.txt” for everybody?');
  await region(user).getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(region(user).locator('.attachment')).toHaveCount(1);
});

for (const [where, viewport] of [
  ['on a desk', { width: 1440, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
] as const) {
  test(`files are for everybody, ${where}`, async ({ browserAs }) => {
    const agent = await browserAs('agent', { viewport });
    const number = await logCall(agent, { summary: unique('Files looked at') });
    await open(agent, `/interactions/${number}`);
    await internal(agent).check();
    await control(agent).setInputFiles([text(`${'long'.repeat(40)}.txt`), { name: 'a.png', mimeType: '', buffer: PNG }]);
    await expect(region(agent).locator('.attachment')).toHaveCount(2);
    await control(agent).setInputFiles({ name: 'over.bin', mimeType: '', buffer: Buffer.alloc(LIMIT + 1) });
    await expect(region(agent).getByRole('alert')).toBeVisible();
    await axe(agent);
    await expectNoSidewaysScroll(agent);
  });
}
