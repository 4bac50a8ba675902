// How the measurements in a browser run: one after the other, against the server that `cargo xtask bench` started.

import { defineConfig } from '@playwright/test';

import tests from './playwright.config.ts';

export default defineConfig({
  ...tests,
  testDir: 'bench',
  testMatch: /.*\.bench\.ts/,
  workers: 1,
  retries: 0,
  timeout: 300_000,
  projects: [{ name: 'bench' }],
});
