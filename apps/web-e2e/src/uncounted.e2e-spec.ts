import type { Page } from 'playwright-core';
import { startSite, type Site } from './browser/site.js';

const INCIDENT = 'flapping';
const ENTRIES = 1_600;
const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();

describe('an incident that can’t be counted now', () => {
  let site: Site;
  let ids: string[];

  beforeAll(async () => {
    site = await startSite();
    const entries = Array.from({ length: ENTRIES }, (_, n) => ({
      ...{ incidentId: INCIDENT, summary: `Alert ${n}.`, occurredAt: at(n) },
      type: n === 0 ? 'trigger' : n === ENTRIES - 1 ? 'resolve' : 'notify',
    }));
    const half = ENTRIES / 2;
    ids = [...(await site.record(entries.slice(0, half))), ...(await site.record(entries.slice(half)))];
  }, 60_000);
  afterAll(() => site.stop());

  const ACTIVITY = '**/activity*';
  const entry = (page: Page, n: number) => page.getByRole('article').filter({ hasText: `Alert ${n}.` });
  const notice = (page: Page) => page.getByText('How many entries there are can’t be told now');

  async function open(query = ''): Promise<Page> {
    const page = await site.open('/health');
    await page.route(ACTIVITY, (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        json: { status: 503, code: 'store_unavailable', detail: 'Too many' },
      }),
    );
    await page.goto(`${site.services.query.url}/ui/incidents/${INCIDENT}${query}`);
    return page;
  }

  it('opens all the same, and says so', async () => {
    const page = await open();
    await entry(page, 0).waitFor();
    await notice(page).waitFor();
    expect(await entry(page, 0).getAttribute('aria-setsize')).toBe('-1');
    await site.screenshot(page, 'uncounted');
  });

  it('is gone through to its end, and back to its begin', async () => {
    const page = await open();
    await entry(page, 0).waitFor();
    await page.keyboard.press('Shift+G');
    await entry(page, ENTRIES - 1).waitFor();
    await page.keyboard.press('g');
    await entry(page, 0).waitFor();
  });

  it('is read on from where a link leads', async () => {
    const page = await open(`?entry=${ids[700]}`);
    await page.locator('[aria-current=true]', { hasText: 'Alert 700.' }).waitFor();
    await page.keyboard.press('k');
    await page.locator('[aria-current=true]', { hasText: 'Alert 699.' }).waitFor();
  });

  it('is counted once all of it was read', async () => {
    const page = await open();
    await entry(page, 0).hover();
    const counted = page.locator(`[aria-setsize="${ENTRIES}"]`).first();
    while (!(await counted.isVisible())) await page.mouse.wheel(0, 2_000);
    await notice(page).waitFor({ state: 'detached' });
  });

  it('is counted when it is asked for again', async () => {
    const page = await open();
    await notice(page).waitFor();
    await page.unroute(ACTIVITY);
    await page.getByRole('button', { name: 'Count again' }).click();
    await notice(page).waitFor({ state: 'detached' });
    await page.locator(`[aria-setsize="${ENTRIES}"]`).first().waitFor();
  });

  it('breaks nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});
