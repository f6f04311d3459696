import type { Browser, Page } from 'playwright-core';
import type { Target } from '../target.js';

const WINDOW = { width: 1_280, height: 800 };
/** A slow store may need long for what it is asked first. */
const PATIENCE_MS = 60_000;

/** A tab of its own, with nothing kept from any other. @param path below /ui, e.g. `/health` */
export async function openPage({ queryUrl, token }: Target, browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: WINDOW });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${queryUrl}/ui${path}#token=${token}`);
  return page;
}
