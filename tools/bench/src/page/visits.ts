import type { Browser } from 'playwright-core';
import type { Target } from '../target.js';
import { openPage } from './open-page.js';

export interface VisitFigures {
  readonly visits: number;
  /** Medians, from the begin of the visit. */
  readonly firstPaintMs: number;
  readonly listMs: number;
  /** As sent, packed: of the first page, and of all pages together. */
  readonly firstBytes: number;
  readonly allBytes: number;
}

const FIRST_PAINT = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`;
const BYTES = `performance.getEntries().reduce((sum, { name, encodedBodySize = 0 }) =>
  sum + (new URL(name, location.href).pathname.startsWith('/ui/') ? encodedBodySize : 0), 0)`;

/** Visits the list of incidents, each time with a browser that has kept nothing of the visits before. */
export async function measureVisits(target: Target, browser: Browser, visits: number): Promise<VisitFigures> {
  const paints: number[] = [];
  const lists: number[] = [];
  let firstBytes = 0;
  for (let visit = 0; visit < visits; visit += 1) {
    const page = await openPage(target, browser, '/');
    await page.getByRole('listitem').first().waitFor();
    lists.push((await page.evaluate('performance.now()')) as number);
    await page.waitForFunction(FIRST_PAINT);
    paints.push((await page.evaluate(FIRST_PAINT)) as number);
    firstBytes = (await page.evaluate(BYTES)) as number;
    await page.context().close();
  }
  return {
    ...{ visits, firstBytes },
    ...{ firstPaintMs: median(paints), listMs: median(lists) },
    allBytes: await bytesOfAll(target, browser),
  };
}

async function bytesOfAll(target: Target, browser: Browser): Promise<number> {
  const page = await openPage(target, browser, '/');
  await page.getByRole('listitem').getByRole('link').first().click();
  await page.getByRole('article').first().waitFor();
  for (const name of ['Insights', 'Health']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  }
  const bytes = (await page.evaluate(BYTES)) as number;
  await page.context().close();
  return bytes;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
