// How the browser tests run: Chromium of the system, two at a time, against a server that is running
// already. `cargo xtask test browser` builds one, starts it with fresh demo data and says where it is.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { defineConfig, devices } from '@playwright/test';

/** Root may not use Chromium's sandbox; the container is one. */
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The browser: `CHROMIUM_PATH`, or the first `chromium` of the path. */
function chromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, 'chromium')).find((file) => existsSync(file));
  return named || found || '/usr/bin/chromium';
}

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  // On a shared machine one test may be starved; a second failure counts, and a second try is reported.
  retries: process.env['CI'] ? 1 : 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env['FIRSTLINE_BASE_URL'] ?? 'http://127.0.0.1:3000',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    // Recording every test takes a sixth of the time of all; a second try is recorded, as is all on a desk.
    trace: process.env['CI'] ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      executablePath: chromium(),
      args: [
        ...asRoot,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-default-apps',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'accounts', testMatch: /.*\.setup\.ts/ },
    { name: 'chromium', testMatch: /.*\.spec\.ts/, dependencies: ['accounts'] },
  ],
});
