import type { Browser, Page } from 'playwright-core';
import type { Target } from '../target.js';
import { openPage } from './open-page.js';

export interface ScrollFigures {
  /** Rows that the page knows of when it begins. */
  readonly rows: number;
  /** From the begin of the visit until the first entry is there. */
  readonly openedMs: number;
  readonly seconds: number;
  readonly frames: number;
  /** Frames that took longer than 50 ms, and the longest of all. */
  readonly dropped: number;
  readonly longestMs: number;
  /** From the end of the scrolling until the last entry is there. */
  readonly settledMs: number;
  /** What scripts hold when all has come to rest, and how many nodes the document has. */
  readonly heapMegabytes: number;
  readonly nodes: number;
}

/** Below 20 frames a second a movement is seen to stutter. */
const DROPPED_MS = 50;

/** Scrolls evenly from the first entry to the last. @returns how long each frame took, in milliseconds */
const scrollScript = (seconds: number) => `new Promise((resolve) => {
  const scroller = document.querySelector('[role=feed]').parentElement;
  const end = scroller.scrollHeight - scroller.clientHeight;
  const begin = performance.now();
  const frames = [];
  let last = begin;
  const step = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    const done = Math.min(1, (now - begin) / ${seconds * 1_000});
    scroller.scrollTop = done * end;
    if (done < 1) requestAnimationFrame(step);
    else resolve(frames);
  };
  requestAnimationFrame(step);
})`;

export async function measureScroll(
  target: Target,
  browser: Browser,
  incident: string,
  seconds: number,
): Promise<ScrollFigures> {
  const page = await openPage(target, browser, `/incidents/${incident}`);
  const entries = page.locator('article[id]');
  await entries.first().waitFor();
  const openedMs = (await page.evaluate('performance.now()')) as number;
  const rows = Number(await entries.first().getAttribute('aria-setsize'));
  await page.getByRole('group', { name: /^Lanes by/ }).waitFor();

  const frames = (await page.evaluate(scrollScript(seconds))) as number[];
  const stopped = performance.now();
  await page.locator(`article[id][aria-posinset="${rows}"]`).waitFor();
  const settledMs = performance.now() - stopped;
  const figures = {
    ...{ rows, openedMs, seconds, settledMs },
    frames: frames.length,
    dropped: frames.filter((frame) => frame > DROPPED_MS).length,
    longestMs: Math.max(...frames),
    ...(await memoryOf(page)),
  };
  await page.context().close();
  return figures;
}

async function memoryOf(page: Page): Promise<Pick<ScrollFigures, 'heapMegabytes' | 'nodes'>> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('HeapProfiler.collectGarbage');
  await debug.send('Performance.enable');
  const { metrics } = await debug.send('Performance.getMetrics');
  const valueOf = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value;
  return { heapMegabytes: valueOf('JSHeapUsedSize') / 1024 / 1024, nodes: valueOf('Nodes') };
}
