import type { Page } from 'playwright-core';
import { barriersOn } from './browser/barriers.js';
import { startSite, type Look, type Site } from './browser/site.js';

const INCIDENT = 'checkout-down';
const SPAN = 'from=2026-02-23&to=2026-03-15';
const ann = { id: 'ann', name: 'Ann', type: 'user' };
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 1, 12, minutes)).toISOString();
const said = (minutes: number, type: string, summary: string, fields: object = {}) => ({
  ...{ incidentId: INCIDENT, type, summary, occurredAt: at(minutes), service: 'checkout', ...fields },
});
const graph = { type: 'link', href: 'https://example.com/graph', text: 'Graph of the queue' };
const looks: Look[] = [{}, { phone: true }];

describe('nobody is kept out', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    const [revised, redacted] = await site.record([
      said(0, 'trigger', 'Checkout answers 500', { details: { severity: 'critical' } }),
      said(1, 'annotate', 'Names a customer', { agent: ann }),
      said(3, 'acknowledge', 'Ann looks at it', { agent: ann, channel: 'mobile' }),
      said(9, 'escalate', 'To the database team', { agent: ann, contexts: [graph] }),
      said(200, 'resolve', 'Rolled back', { agent: ann }),
      ...['search', 'mail'].map((service) => ({
        ...{ incidentId: `${service}-slow`, type: 'trigger', summary: `${service} is slow`, service },
        ...{ occurredAt: at(5), details: { severity: 'error' } },
      })),
      { incidentId: 'mail-slow', type: 'acknowledge', summary: 'Seen', agent: ann, occurredAt: at(7) },
      { incidentId: 'odd', type: 'note', summary: 'Of what was never triggered', occurredAt: at(6) },
    ]);
    const changes = { summary: 'Checkout answers 503' };
    await site.record([
      said(210, 'revise', 'Misspelt', { agent: ann, details: { entryId: revised, changes } }),
      said(211, 'redact', 'Names a customer', { agent: ann, details: { entryId: redacted } }),
    ]);
  }, 60_000);
  afterAll(() => site.stop());

  const entry = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text }).first();
  const open = (page: Page, text: string) =>
    entry(page, text)
      .getByRole('button', { name: /^Details/ })
      .click();

  /** In the light and in the dark. */
  async function barriersIn(page: Page, within?: string): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await barriersOn(page, within)));
    }
    return found;
  }

  describe.each(looks)('by %j', (look) => {
    it('from the form for a token, also when it is refused', async () => {
      const page = await site.open('/', { ...look, token: null });
      expect(await barriersIn(page)).toEqual([]);
      await page.getByLabel('Access token').fill('abc');
      await page.getByRole('button', { name: 'Open' }).click();
      await page.getByRole('alert').waitFor();
      expect(await barriersIn(page)).toEqual([]);
    });

    it('from the incidents, with filters, and where none is left', async () => {
      const page = await site.open(
        '/?service=checkout&service=search&status=triggered&status=resolved',
        look,
      );
      await page.getByRole('link', { name: 'search is slow' }).hover();
      expect(await barriersIn(page)).toEqual([]);
      await page.getByLabel('Search incidents').fill('nothing of the kind');
      await page.getByText('No incident matches').waitFor();
      expect(await barriersIn(page)).toEqual([]);
    });

    it('from the list of all statuses', async () => {
      const page = await site.open('/', look);
      await page.getByRole('link', { name: 'odd' }).waitFor();
      expect(await barriersIn(page)).toEqual([]);
    });

    it('from an incident with lanes, details and a history', async () => {
      const page = await site.open(`/incidents/${INCIDENT}`, look);
      await entry(page, 'Rolled back').waitFor();
      if (look.phone) await page.getByRole('button', { name: 'Lanes' }).click();
      await page.locator('[data-lane]').first().waitFor();
      expect(await barriersIn(page)).toEqual([]);
      await open(page, 'Checkout answers 503');
      await entry(page, 'Checkout answers 503').getByRole('button', { name: 'History' }).click();
      await page.getByText('As it was sent').waitFor();
      await open(page, 'To the database team');
      await page.getByRole('link', { name: graph.text }).hover();
      expect(await barriersIn(page)).toEqual([]);
    });

    it('from its dialogs and menus', async () => {
      const page = await site.open(`/incidents/${INCIDENT}`, look);
      await open(page, 'Ann looks at it');
      await page.getByText('Export').click();
      await page.getByRole('button', { name: 'CSV' }).waitFor();
      expect(await barriersIn(page)).toEqual([]);
      for (const name of ['Revise', 'Redact']) {
        await page.getByRole('button', { name, exact: true }).click();
        await page.getByRole('dialog').getByLabel('Reason').fill('Misspelt');
        expect(await barriersIn(page, 'dialog[open]')).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.keyboard.press('Shift+?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      expect(await barriersIn(page, 'dialog[open]')).toEqual([]);
    });

    it('from an incident that is narrowed down', async () => {
      const page = await site.open(`/incidents/${INCIDENT}?overview=true&agent=ann&since=${at(2)}`, look);
      await entry(page, 'Ann looks at it').waitFor();
      expect(await barriersIn(page)).toEqual([]);
    });

    it('from the page of health', async () => {
      const page = await site.open('/health', look);
      await page.getByText('All is well').waitFor();
      await page.getByText('Shards and queues').click();
      await page.getByText('None: every command was carried out').waitFor();
      expect(await barriersIn(page)).toEqual([]);
    });

    it('from the page of insights', async () => {
      const page = await site.open(`/insights?${SPAN}`, look);
      await page.getByRole('link', { name: '3', exact: true }).first().waitFor();
      await page.locator('summary', { hasText: 'trigger' }).click();
      await page.getByText('Most of them on').first().waitFor();
      expect(await barriersIn(page)).toEqual([]);
    });

    it.each(['/nowhere', '/incidents/none'])('from %s, which is not there', async (path) => {
      const page = await site.open(path, look);
      await page.getByRole('alert').getByRole('link', { name: 'To the incidents' }).waitFor();
      expect(await barriersIn(page)).toEqual([]);
    });
  });

  it('breaks nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});
