import type { Page } from 'playwright-core';
import { barriersOn } from './browser/barriers.js';
import { startSite, type Site } from './browser/site.js';

const INCIDENT = 'checkout-down';
const LONG = 'flapping';
const BEGIN = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;

const at = (minutes: number) => new Date(BEGIN + minutes * MINUTE).toISOString();
const ann = { id: 'ann', name: 'Ann', type: 'user' };
const said = (minutes: number, type: string, summary: string, fields: object = {}) => ({
  ...{ incidentId: INCIDENT, type, summary, occurredAt: at(minutes), ...fields },
});

describe('the lanes of an incident', () => {
  let site: Site;
  let ids: string[];

  beforeAll(async () => {
    site = await startSite();
    ids = await site.record([
      said(0, 'trigger', 'Checkout answers 500', { channel: 'monitoring', service: 'checkout' }),
      said(1, 'notify', 'Ann is called', { agent: 'pager', channel: 'phone' }),
      said(4, 'acknowledge', 'Ann looks at it', { agent: ann, channel: 'mobile' }),
      said(30, 'escalate', 'To the database team', { agent: ann, channel: 'chat' }),
      ...Array.from({ length: 60 }, (_, n) =>
        said(90 + n * 4, 'annotate', `Observation ${n}`, { agent: n % 3 ? ann : 'bob', channel: 'chat' }),
      ),
      ...Array.from({ length: 40 }, (_, n) =>
        said(200 + n * 30, n % 5 ? 'notify' : 'status_update', `Update ${n}`, {
          ...{ agent: ['pager', 'cid', 'dan', 'eve', 'fay', 'gus'][n % 6], channel: 'email' },
        }),
      ),
      said(1_490, 'resolve', 'Rolled back', { agent: ann, channel: 'web' }),
    ]);
    const long = Array.from({ length: 1_600 }, (_, n) => ({
      ...{ incidentId: LONG, type: 'notify', summary: `Alert ${n}`, agent: n % 4 ? 'pager' : 'monitor' },
      occurredAt: at((n * n) / 3_000),
    }));
    await site.record(long.slice(0, 800));
    await site.record([
      ...long.slice(800),
      { incidentId: LONG, type: 'trigger', summary: 'Link flaps', agent: 'monitor', occurredAt: at(0) },
      { incidentId: LONG, type: 'acknowledge', summary: 'Seen', agent: ann, occurredAt: at(200) },
    ]);
  }, 60_000);
  afterAll(() => site.stop());

  const picture = (page: Page) => page.getByRole('group', { name: /^Lanes by/ });
  const mark = (page: Page, name: RegExp) => picture(page).getByRole('button', { name });
  const entry = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text }).first();
  const parameters = (page: Page) => new URL(page.url()).searchParams;

  async function drag(page: Page, from: number, to: number): Promise<void> {
    const box = (await picture(page).boundingBox())!;
    const y = box.y + box.height * 0.7;
    await page.mouse.move(box.x + box.width * from, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
    await page.mouse.move(box.x + box.width * to, y);
    await page.mouse.up();
  }

  it('show who did what when, the busiest first, and how long it took', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await mark(page, /acknowledge/).waitFor();
    const lanes = page.getByRole('region', { name: 'Lanes' });
    expect(await lanes.getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/^Ann: 43 entries, from 1 Mar 2026, 12:0\d to 2 Mar 2026, 12:50/),
      expect.stringMatching(/^bob: 20 entries/),
      expect.stringMatching(/^pager: 8 entries/),
      expect.stringMatching(/^cid: 7 entries/),
      expect.stringMatching(/^dan: 7 entries/),
      expect.stringMatching(/^no agent: 1 entry/),
      expect.stringMatching(/^others \(3\): 19 entries/),
    ]);
    await lanes.getByText('acknowledged after 4 min').waitFor();
    await lanes.getByText('resolved after 1 d').waitFor();
    await site.screenshot(page, 'lanes');
    await lanes.getByRole('button', { name: 'channel' }).click();
    await lanes.getByText('monitoring').waitFor();
    expect(parameters(page).get('lanes')).toBe('channel');
    await site.screenshot(page, 'lanes-by-channel');
  });

  it('lead to an entry, by hand and by keys', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await mark(page, /resolve by Ann/).click();
    await page.locator('[aria-current=true]', { hasText: 'Rolled back' }).waitFor();
    expect(parameters(page).get('entry')).toBe(ids.at(-1));
    await picture(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await entry(page, 'Ann looks at it').waitFor();
  });

  it('narrow the column down to a span that is brushed, until all is shown again', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await mark(page, /acknowledge/).waitFor();
    await drag(page, 0.5, 0.75);
    await page.getByText(/^\d\d shown$/).waitFor();
    const since = Date.parse(parameters(page).get('since')!);
    const until = Date.parse(parameters(page).get('until')!);
    expect(since - BEGIN).toBeGreaterThan(700 * MINUTE);
    expect(until - BEGIN).toBeLessThan(1_150 * MINUTE);
    await entry(page, 'Update').waitFor();
    await entry(page, 'Checkout answers 500').waitFor({ state: 'detached' });
    await site.screenshot(page, 'lanes-brushed');
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await entry(page, 'Checkout answers 500').waitFor();
    expect(parameters(page).has('since')).toBe(false);
  });

  it('zoom by keys, and narrow the column to what they show', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await mark(page, /acknowledge/).waitFor();
    const whole = page.getByRole('button', { name: 'Show the whole time' });
    expect(await whole.isDisabled()).toBe(true);
    await picture(page).focus();
    for (const key of ['+', '+', '+', 'Shift+ArrowRight']) await page.keyboard.press(key);
    await mark(page, /resolve by Ann/).waitFor({ state: 'detached' });
    await mark(page, /by fay: Update/)
      .first()
      .waitFor();
    await site.screenshot(page, 'lanes-zoomed');
    await page.getByRole('button', { name: 'Only this time' }).click();
    await page.getByText(/^\d+ shown$/).waitFor();
    await picture(page).focus();
    await page.keyboard.press('0');
    await page.getByRole('button', { name: 'Show the whole time', disabled: true }).waitFor();
  });

  it('tell what is seen in the column', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    const seen = picture(page).locator('[data-part=seen]');
    await seen.waitFor();
    const before = (await seen.boundingBox())!.x;
    await page.keyboard.press('Shift+G');
    await entry(page, 'Rolled back').waitFor();
    const moved = `document.querySelector('[data-part=seen]').getBoundingClientRect().x > ${before + 100}`;
    await page.waitForFunction(moved);
    await site.screenshot(page, 'lanes-scrolled');
  });

  it('draw bars where there are too many marks, with the milestones on them', async () => {
    const page = await site.open(`/incidents/${LONG}`);
    await mark(page, /trigger by monitor/).waitFor();
    await mark(page, /acknowledge by Ann/).waitFor();
    await page.getByText(/^bars: entries in/).waitFor();
    await site.screenshot(page, 'lanes-bars');
  });

  it('live', async () => {
    const page = await site.open(`/incidents/${LONG}`);
    await page.getByText('Live', { exact: true }).waitFor();
    await mark(page, /acknowledge by Ann/).waitFor();
    await site.record([
      { incidentId: LONG, type: 'resolve', summary: 'Cable replaced', agent: ann, occurredAt: at(900) },
    ]);
    await mark(page, /resolve by Ann: Cable replaced/).waitFor();
    await page.getByText('resolved after 15 h').waitFor();
  });

  it('are closed at first on a phone, and fit it', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`, { phone: true });
    await entry(page, 'Ann looks at it').waitFor();
    expect(await picture(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Lanes' }).click();
    await mark(page, /resolve by Ann/).waitFor();
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(overflow).toBe(0);
    await site.screenshot(page, 'lanes-phone');
    await mark(page, /resolve by Ann/).tap();
    await entry(page, 'Rolled back').waitFor();
    await page.reload();
    await mark(page, /resolve by Ann/).waitFor();
  });

  it.each([{ dark: false }, { dark: true }])('can be used by everyone, %j', async (look) => {
    const page = await site.open(`/incidents/${INCIDENT}?lanes=channel`, look);
    await mark(page, /acknowledge/).hover();
    expect(await barriersOn(page, 'section[aria-label=Lanes]')).toEqual([]);
    if (look.dark) await site.screenshot(page, 'lanes-dark');
  });

  it('break nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});
