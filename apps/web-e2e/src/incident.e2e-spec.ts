import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { startSite, type Site } from './browser/site.js';

const INCIDENT = 'checkout-down';
const BEGIN = Date.UTC(2026, 2, 1, 12);

const minute = (n: number) => new Date(BEGIN + n * 60_000).toISOString();
const ann = { id: 'ann', name: 'Ann', type: 'user' };

describe('an incident', () => {
  let site: Site;
  let ids: string[];

  beforeAll(async () => {
    site = await startSite();
    ids = await site.record([
      {
        incidentId: INCIDENT,
        type: 'trigger',
        summary: 'Checkout answers 500',
        occurredAt: minute(0),
        service: 'checkout',
      },
      {
        incidentId: INCIDENT,
        type: 'notify',
        summary: 'Ann is called',
        occurredAt: minute(1),
        agent: 'pager',
      },
      {
        incidentId: INCIDENT,
        type: 'acknowledge',
        summary: 'Ann looks at it',
        occurredAt: minute(4),
        agent: ann,
      },
      ...Array.from({ length: 80 }, (_, n) => ({
        ...{ incidentId: INCIDENT, type: 'annotate', summary: `Observation ${n}`, agent: ann },
        occurredAt: minute(60 + n),
      })),
      {
        incidentId: INCIDENT,
        type: 'resolve',
        summary: 'Rolled back',
        occurredAt: minute(1_500),
        agent: ann,
      },
      { incidentId: 'other', type: 'trigger', summary: 'Search is slow', service: 'search' },
    ]);
  }, 60_000);
  afterAll(() => site.stop());

  const entry = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text }).first();

  it('is found among the others by words, by keys alone', async () => {
    const page = await site.open('/');
    await page.getByRole('link', { name: 'Search is slow' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('500 check');
    await page.getByRole('link', { name: 'Search is slow' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('text')).toBe('500 check');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Checkout answers 500' }).waitFor();
    expect(page.url()).toContain(`/ui/incidents/${INCIDENT}`);
  });

  it('is read in order, with its days, gaps and times', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await entry(page, 'Ann looks at it').waitFor();
    await page.getByRole('heading', { name: /1 March 2026/ }).waitFor();
    await page.getByText('nothing for 56 min').waitFor();
    await page.getByRole('link', { name: '4 min', exact: true }).waitFor();
    await site.screenshot(page, 'incident');
    await page.keyboard.press('Shift+G');
    await entry(page, 'Rolled back').waitFor();
    await page.getByRole('heading', { name: /2 March 2026/ }).waitFor();
  });

  it('shows the entry of a link', async () => {
    const page = await site.open(`/incidents/${INCIDENT}?entry=${ids[63]}`);
    await page.locator('[aria-current=true]', { hasText: 'Observation 60' }).waitFor();
  });

  it('can be narrowed down, and says what an overview hides', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await entry(page, 'Ann is called').waitFor();
    await page.getByRole('button', { name: 'Overview' }).click();
    await page.getByRole('button', { name: '1 hidden' }).waitFor();
    await page.getByLabel('Search this timeline').fill('observation 7');
    await entry(page, 'Observation 79').waitFor();
    await page.getByText('11 shown').waitFor();
  });

  it('takes a note, shows it, lets it be revised and redacted', async () => {
    const page = await site.open('/incidents/notes');
    await page.getByRole('heading', { name: 'There is no incident notes' }).waitFor();
    await site.record([{ incidentId: 'notes', type: 'trigger', summary: 'Disk is full' }]);
    await page.reload();
    await page.getByLabel('Access token').waitFor({ state: 'detached' });
    await entry(page, 'Disk is full').waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('Deleted the old lgos');
    await page.keyboard.press('Enter');
    await entry(page, 'Deleted the old lgos')
      .getByRole('button', { name: /^Details/ })
      .click();
    await page.getByRole('button', { name: 'Revise', exact: true }).click();
    await page.getByLabel('Summary').fill('Deleted the old logs of Bob');
    await page.getByLabel('Reason').fill('Misspelt');
    await page.getByRole('dialog').getByRole('button', { name: 'Revise' }).click();
    const revised = entry(page, 'Deleted the old logs of Bob');
    await revised.getByText('revised').waitFor();
    await revised.getByRole('button', { name: 'History' }).click();
    await revised.getByText('Deleted the old lgos').waitFor();
    await site.screenshot(page, 'history');
    await revised.getByRole('button', { name: 'Redact', exact: true }).click();
    await page.getByLabel('Reason').fill('Names a customer');
    await page.getByRole('button', { name: 'Redact for good' }).click();
    await page
      .getByText(/^Redacted.*Names a customer$/)
      .first()
      .waitFor();
    await page.getByText('Deleted the old').first().waitFor({ state: 'detached' });
  });

  it('lives: what comes is told, and does not move whoever reads', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await page.getByText('Live', { exact: true }).waitFor();
    await entry(page, 'Ann looks at it').waitFor();
    const place = () => entry(page, 'Ann looks at it').evaluate((row) => row.getBoundingClientRect().top);
    const before = await place();
    await site.record([
      { incidentId: INCIDENT, type: 'annotate', summary: 'All is well', occurredAt: minute(1_600) },
      { incidentId: INCIDENT, type: 'annotate', summary: 'And stays so', occurredAt: minute(1_700) },
    ]);
    const pill = page.getByRole('button', { name: '2 new' });
    await pill.waitFor();
    expect(await place()).toBe(before);
    await site.screenshot(page, 'live');
    await pill.click();
    await entry(page, 'All is well').waitFor();
    await page.getByRole('button', { name: /new$/ }).waitFor({ state: 'detached' });
  });

  it('shows no more of an entry that was moved here and is redacted where it was recorded', async () => {
    const [moved] = await site.record([
      { incidentId: 'elsewhere', type: 'annotate', summary: 'Customer 4711 calls' },
      { incidentId: 'moved-to', type: 'trigger', summary: 'Login fails' },
    ]);
    const amend = (type: string, more: object) =>
      site.record([{ incidentId: 'elsewhere', type, summary: 'why', details: { entryId: moved, ...more } }]);
    await amend('move', { incidentId: 'moved-to' });
    const page = await site.open('/incidents/moved-to');
    await entry(page, 'Customer 4711 calls').getByText('moved from elsewhere').waitFor();
    await amend('redact', {});
    await page.getByText('Customer 4711').first().waitFor({ state: 'detached' });
    await entry(page, 'Login fails').waitFor();
  });

  it('is exported as one sees it', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await page.getByText('Export').click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Draft of a post-mortem' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`${INCIDENT}.md`);
    expect(await readFile((await file.path())!, 'utf8')).toContain('Checkout answers 500');
  });

  it('fits a phone, also in the dark', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`, { phone: true, dark: true });
    await entry(page, 'Ann looks at it').waitFor();
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(overflow).toBe(0);
    await site.screenshot(page, 'incident-phone');
  });

  it('breaks nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});
