// What no page may do while a test looks: throw, complain in the console, be answered with an error
// that the test did not announce.

import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** Chromium says this of every answer above 399; the answers themselves are looked at instead. */
const FAILED_RESOURCE = /^Failed to load resource: the server responded with a status of/;

export class Watch {
  /** What was seen and is not allowed, one line each. */
  readonly problems: string[] = [];
  readonly #statuses = new Set<number>();
  readonly #messages: RegExp[] = [];

  /** The test is about answers with these statuses. */
  expectStatus(...statuses: number[]): void {
    for (const status of statuses) {
      this.#statuses.add(status);
    }
  }

  /** The test makes the browser complain like this. */
  expectMessage(message: RegExp): void {
    this.#messages.push(message);
  }

  /** Looks at every page of the context, those to come too. */
  attach(context: BrowserContext): void {
    context.on('console', (message) => this.#heard(message));
    context.on('weberror', (error) => this.problems.push(`uncaught: ${error.error().message}`));
    context.on('response', (response) => {
      const status = response.status();
      if (status >= 400 && !this.#statuses.has(status)) {
        this.problems.push(`${status}: ${response.request().method()} ${response.url()}`);
      }
    });
  }

  #heard(message: ConsoleMessage): void {
    const type = message.type();
    const text = message.text();
    if (type !== 'error' && type !== 'warning') {
      return;
    }
    if (FAILED_RESOURCE.test(text) || this.#messages.some((expected) => expected.test(text))) {
      return;
    }
    this.problems.push(`console ${type}: ${text}`);
  }
}
