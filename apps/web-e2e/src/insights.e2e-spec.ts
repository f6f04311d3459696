import type { Page } from 'playwright-core';
import { startSite, type Site } from './browser/site.js';

const MINUTE = 60_000;
const SPAN = 'from=2026-03-02&to=2026-03-29';

interface Told {
  readonly incidentId: string;
  readonly service: string;
  readonly at: string;
  /** In minutes. */
  readonly acknowledged?: number;
  readonly resolved?: number;
  /** How often somebody was notified. */
  readonly notified?: number;
}

function story({ incidentId, service, at, acknowledged, resolved, notified = 0 }: Told): object[] {
  const after = (minutes: number) => new Date(Date.parse(at) + minutes * MINUTE).toISOString();
  const done = (type: string, minutes: number | undefined) =>
    minutes === undefined ? [] : [{ incidentId, type, summary: type, occurredAt: after(minutes) }];
  return [
    { incidentId, type: 'trigger', summary: `${service} is slow`, service, occurredAt: at },
    ...Array.from({ length: notified }, () => ({
      ...{ incidentId, type: 'notify', summary: 'Ann is called', occurredAt: after(1) },
    })),
    ...done('acknowledge', acknowledged),
    ...done('resolve', resolved),
  ];
}

describe('the page of insights', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    const checkout = { service: 'checkout' };
    const told: Told[] = [
      {
        ...checkout,
        incidentId: 'one',
        at: '2026-03-03T14:05:00Z',
        acknowledged: 4,
        resolved: 60,
        notified: 30,
      },
      { ...checkout, incidentId: 'two', at: '2026-03-10T14:30:00Z', acknowledged: 6, resolved: 120 },
      { service: 'search', incidentId: 'three', at: '2026-03-11T09:10:00Z', notified: 3 },
      { ...checkout, incidentId: 'before', at: '2026-02-10T09:00:00Z', acknowledged: 10, resolved: 30 },
    ];
    await site.record(told.flatMap(story));
  }, 60_000);
  afterAll(() => site.stop());

  const tile = (page: Page, name: string) =>
    page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) });
  const says = (page: Page, name: string, value: string) =>
    tile(page, name).getByRole('link', { name: value, exact: true }).waitFor();
  const listed = async (page: Page, ...ids: string[]) => {
    const list = page.getByRole('list', { name: 'Incidents, newest activity first' });
    for (const id of ids) await list.getByText(id, { exact: true }).waitFor();
    expect(await list.getByRole('link').count()).toBe(ids.length);
  };

  it('tells how many incidents there were and how long they took, beside the time before', async () => {
    const page = await site.open(`/insights?${SPAN}`);
    await says(page, 'Incidents', '3');
    await tile(page, 'Incidents').getByText('200 % more').waitFor();
    await says(page, 'Acknowledged', '67 %');
    await tile(page, 'Acknowledged').getByText('33 points less').waitFor();
    await says(page, 'Median time to acknowledge', '5 min');
    await tile(page, 'Median time to acknowledge').getByText('50 % shorter').waitFor();
    await says(page, 'Mean time to resolve', '1 h 30 min');
    await page
      .getByRole('link', { name: /^Week of 9 March 2026: median 6 min, mean 6 min/ })
      .first()
      .waitFor();
    await page.getByRole('heading', { name: 'Noisiest types' }).waitFor();
    await site.screenshot(page, 'insights');
  });

  it('leads from a number to the incidents that it is made of', async () => {
    const page = await site.open(`/insights?${SPAN}`);
    await tile(page, 'Acknowledged').getByRole('link').click();
    await listed(page, 'two', 'one');
    await page.goBack();
    await page
      .getByRole('link', { name: /^Week of 9 March 2026: median 2 h,/ })
      .first()
      .click();
    await listed(page, 'two');
  });

  it('leads from an hour of the week to its incidents, by filters that can be taken away', async () => {
    const page = await site.open(`/insights?${SPAN}`);
    await page.getByRole('link', { name: '2, Tuesdays, 14:00 to 15:00' }).click();
    await listed(page, 'two', 'one');
    await site.screenshot(page, 'insights-hour');
    await page.getByRole('button', { name: 'triggered on: Tuesdays, 14:00 to 15:00 (UTC)' }).click();
    await listed(page, 'three', 'two', 'one');
  });

  it('shows the hours of another time zone', async () => {
    const page = await site.open(`/insights?${SPAN}`, { timeZone: 'Asia/Kolkata' });
    await page.getByRole('link', { name: '1, Tuesdays, 19:00 to 20:00' }).click();
    await listed(page, 'one');
  });

  it('sorts services, and narrows down to one', async () => {
    const page = await site.open(`/insights?${SPAN}`);
    const rows = page.getByRole('region', { name: 'Figures of services' }).getByRole('rowheader');
    await rows.first().getByText('checkout').waitFor();
    await page.getByRole('button', { name: 'Service', exact: true }).dblclick();
    await rows.first().getByText('search').waitFor();
    await page.getByLabel('Id of the service').fill('search');
    await page.getByRole('button', { name: 'Add' }).click();
    await says(page, 'Incidents', '1');
    await says(page, 'Acknowledged', '0 %');
    expect(new URL(page.url()).searchParams.get('service')).toBe('search');
  });

  it('tells which types are noisy, and on which incidents', async () => {
    const page = await site.open(`/insights?${SPAN}`);
    await page.getByText('33 on 2 incidents').click();
    await page.getByText('one, 30 in this time').waitFor();
    await page.getByRole('link', { name: 'checkout is slow' }).first().click();
    await page.getByRole('heading', { name: 'checkout is slow' }).waitFor();
    expect(new URL(page.url()).searchParams.get('type')).toBe('notify');
  });

  it('says that there is nothing, and what can’t be shown', async () => {
    const page = await site.open('/insights?from=2020-01-01&to=2020-01-31');
    await page.getByText('No incident was triggered in this time').waitFor();
    expect(await page.getByRole('main').locator('dl').getByRole('link').count()).toBe(1);
    await page.getByText('No entry of this time').waitFor();
    await site.screenshot(page, 'insights-empty');
    await page.route('**/v1/entry-figures*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        json: { status: 503, code: 'store_unavailable', detail: 'Out of order' },
      }),
    );
    await page.reload();
    await page.getByRole('alert').getByText('Out of order').waitFor();
    await page.getByText('No incident was triggered in this time').waitFor();
  });

  it('fits a phone, also in the dark', async () => {
    const page = await site.open(`/insights?${SPAN}`, { phone: true, dark: true });
    await says(page, 'Incidents', '3');
    await page.getByText('33 on 2 incidents').waitFor();
    await site.screenshot(page, 'insights-phone');
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(overflow).toBe(0);
    await page.getByRole('heading', { name: 'Busiest hours' }).scrollIntoViewIfNeeded();
    const cell = await page.getByRole('link', { name: '2, Tuesdays, 14:00 to 15:00' }).boundingBox();
    expect(cell!.x + cell!.width).toBeLessThanOrEqual(390);
    await site.screenshot(page, 'insights-phone-hours');
  });

  it('breaks nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});
