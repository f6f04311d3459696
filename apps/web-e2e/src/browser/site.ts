import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findChromium } from '@daybook/local-stack';
import { startServices, type Services, type ServicesStart } from '@daybook/test-servers';
import { chromium, type Browser, type Page } from 'playwright-core';

const workspace = resolve(import.meta.dirname, '../../../..');
const screenshots = resolve(import.meta.dirname, '../../test-results/screenshots');
/** Long, for a machine that is busy with other things as well, and shorter than a test may last, so that it says what it waits for. */
const PATIENCE_MS = 20_000;
const DESKTOP = { width: 1_280, height: 800 };
const PHONE = { width: 390, height: 844 };
const EVERY_SCOPE = ['entries:read', 'entries:write', 'entries:redact', 'log:read', 'admin'] as const;

export interface Look {
  readonly dark?: boolean;
  readonly phone?: boolean;
  /** Passed in the address, as the local stack does; null: none. One of account `acme` with every scope, unless told. */
  readonly token?: string | null;
  /** IANA, of the browser's machine; UTC unless told. */
  readonly timeZone?: string;
}

/** The page as people use it: a browser on both built services with real servers. */
export interface Site {
  readonly services: Services;
  readonly browser: Browser;
  /** A tab of its own, with nothing kept from any other. @param path below /ui, e.g. `/health` */
  open(path: string, look?: Look): Promise<Page>;
  /** Records entries by the command-service, and waits until the query-service shows them. @returns their ids */
  record(entries: readonly object[]): Promise<string[]>;
  /** Keeps what a tab shows as test-results/screenshots/<name>.png. */
  screenshot(page: Page, name: string): Promise<void>;
  /** What no visit may cause: uncaught errors, and whatever the content security policy has stopped. */
  readonly troubles: readonly string[];
  stop(): Promise<void>;
}

export async function startSite(start: ServicesStart = {}): Promise<Site> {
  const browser = await chromium.launch({ executablePath: await findChromium() });
  const services = await startServices({
    ...start,
    query: { PAGE_FOLDER: join(workspace, 'apps/web/dist'), ...start.query },
  }).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  const { command, query, tokens } = services;
  const usual = await tokens.sign({ scopes: [...EVERY_SCOPE] });
  const troubles: string[] = [];

  function watch(page: Page): void {
    page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      // A refused request is written there as well, and is part of life.
      const text = message.text();
      if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
        troubles.push(`${page.url()}: ${text}`);
    });
  }

  return {
    ...{ services, browser, troubles },
    async open(path, { dark = false, phone = false, token = usual, timeZone = 'UTC' } = {}) {
      const context = await browser.newContext({
        viewport: phone ? PHONE : DESKTOP,
        isMobile: phone,
        hasTouch: phone,
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: timeZone,
      });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      watch(page);
      await page.goto(`${query.url}/ui${path}${token === null ? '' : `#token=${token}`}`);
      return page;
    },
    async record(entries) {
      const headers = { Authorization: `Bearer ${usual}`, 'Content-Type': 'application/json' };
      const answer = await fetch(`${command.url}/v1/entries`, {
        method: 'POST',
        headers,
        body: JSON.stringify(entries),
      });
      const { results } = (await answer.json()) as { results: { receipt: { id: string } }[] };
      const ids = results.map(({ receipt }) => receipt.id);
      const shown = await fetch(`${query.url}/v1/entries?limit=1&includes=${ids.at(-1)}`, { headers });
      if (!shown.ok) throw new Error(`the entries are not shown: ${await shown.text()}`);
      return ids;
    },
    async screenshot(page, name) {
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
    async stop() {
      await browser.close();
      await services.stop();
    },
  };
}
