import type { Page } from 'playwright-core';
import { has, tabTo, stopsOf } from './browser/focus.js';
import { startSite, type Site } from './browser/site.js';

const INCIDENT = 'checkout-down';
const ann = { id: 'ann', name: 'Ann', type: 'user' };
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 1, 12, minutes)).toISOString();
const said = (minutes: number, type: string, summary: string, fields: object = {}) => ({
  ...{ incidentId: INCIDENT, type, summary, occurredAt: at(minutes), service: 'checkout', ...fields },
});

/** What the focus is in. */
const WHERE = `document.activeElement === document.body ? 'browser' : document.activeElement.closest('dialog, main, header')?.localName`;

describe('by keys alone', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    await site.record([
      said(0, 'trigger', 'Checkout answers 500'),
      said(4, 'acknowledge', 'Ann looks at it', { agent: ann }),
      said(5, 'annotate', 'Deleted the lgos', { agent: ann }),
      said(90, 'annotate', 'Names a customer', { agent: 'bob' }),
      said(200, 'resolve', 'Rolled back', { agent: ann }),
      { incidentId: 'search-slow', type: 'trigger', summary: 'Search is slow', service: 'search' },
    ]);
  }, 60_000);
  afterAll(() => site.stop());

  const entry = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text }).first();
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const parameters = (page: Page) => new URL(page.url()).searchParams;

  it.each(['/', `/incidents/${INCIDENT}`, '/health', '/insights?from=2026-02-23&to=2026-03-08'])(
    'one sees where one is on %s',
    async (path) => {
      const page = await site.open(path);
      await page.getByRole('main').getByRole('heading').first().waitFor();
      const { stops, unseen } = await stopsOf(page);
      expect(unseen).toEqual([]);
      expect(stops).toBeGreaterThan(6);
    },
  );

  it('the incidents are filtered and opened', async () => {
    const page = await site.open('/');
    await page.getByRole('link', { name: 'Search is slow' }).waitFor();
    await tabTo(page.getByRole('link', { name: 'Skip to the content' }));
    await press(page, 'Enter');
    await tabTo(page.getByRole('button', { name: 'triggered', exact: true }));
    await press(page, 'Space');
    await page.getByRole('link', { name: 'Checkout answers 500' }).waitFor({ state: 'detached' });
    await tabTo(page.getByLabel('Filter by'));
    await tabTo(page.getByLabel('Id of the service'));
    await page.keyboard.type('search');
    await press(page, 'Enter');
    await tabTo(page.getByRole('button', { name: 'Without the filter service: search' }));
    await press(page, 'Enter');
    await tabTo(page.getByRole('link', { name: 'Search is slow' }));
    await press(page, 'Enter');
    await page.getByRole('heading', { name: 'Search is slow', level: 1 }).waitFor();
  });

  it('one goes through the entries, revises one and redacts another, and is back where one was', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await entry(page, 'Deleted the lgos').waitFor();
    await press(page, 'j', 'j', 'j');
    await page.locator('[aria-current=true]', { hasText: 'Deleted the lgos' }).waitFor();
    expect(await has(entry(page, 'Deleted the lgos'))).toBe(true);
    await press(page, 'Enter');
    const revise = entry(page, 'Deleted the lgos').getByRole('button', { name: 'Revise' });
    await tabTo(revise);
    await press(page, 'Enter');
    const dialog = page.getByRole('dialog', { name: 'Revise this entry' });
    expect(await has(dialog.getByLabel('Summary'))).toBe(true);
    for (let stop = 0; stop < 8; stop += 1) {
      await press(page, 'Tab');
      // Between its last field and its first one the focus is with the browser.
      expect(await page.evaluate(WHERE)).toMatch(/^(dialog|browser)$/);
    }
    await press(page, 'Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await has(revise)).toBe(true);

    await press(page, 'Enter');
    await dialog.getByLabel('Summary').waitFor();
    await press(page, 'Control+A');
    await page.keyboard.type('Deleted the logs');
    await tabTo(dialog.getByLabel('Reason'));
    await page.keyboard.type('Misspelt');
    await press(page, 'Enter');
    await entry(page, 'Deleted the logs').getByText('revised', { exact: true }).waitFor();
    expect(await has(entry(page, 'Deleted the logs').getByRole('button', { name: 'Revise' }))).toBe(true);

    await press(page, 'j');
    await page.locator('[aria-current=true]', { hasText: 'Names a customer' }).waitFor();
    await press(page, 'Enter');
    await tabTo(entry(page, 'Names a customer').getByRole('button', { name: 'Redact' }));
    await press(page, 'Enter');
    await tabTo(page.getByRole('dialog').getByLabel('Reason'));
    await page.keyboard.type('Private');
    await press(page, 'Enter');
    await page.getByText('Redacted by tester: Private').first().waitFor();
  });

  it('a note is written', async () => {
    const page = await site.open('/incidents/search-slow');
    await entry(page, 'Search is slow').waitFor();
    await press(page, 'n');
    await page.keyboard.type('Ann restarts a node');
    await press(page, 'Enter');
    await entry(page, 'Ann restarts a node').waitFor();
  });

  it('the column is narrowed down to a part of the lanes, and shown whole again', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await page.locator('[data-lane]').first().waitFor();
    await tabTo(page.getByRole('group', { name: /^Lanes by/ }));
    await press(page, '+', '+');
    await tabTo(page.getByRole('button', { name: 'Only this time' }));
    await press(page, 'Enter');
    await page.getByText(/^\d shown$/).waitFor();
    expect(parameters(page).has('since')).toBe(true);
    await tabTo(page.getByRole('button', { name: 'Show all', exact: true }));
    await press(page, 'Enter');
    await entry(page, 'Checkout answers 500').waitFor();
    expect(parameters(page).has('since')).toBe(false);
  });

  it('an export is chosen, and the menu closed again', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    const menu = page.locator('summary', { hasText: 'Export' });
    await menu.waitFor();
    await tabTo(menu);
    await press(page, 'Enter');
    await tabTo(page.getByRole('button', { name: 'JSON' }));
    const download = page.waitForEvent('download');
    await press(page, 'Enter');
    expect((await download).suggestedFilename()).toBe(`${INCIDENT}.json`);
    await press(page, 'Escape');
    await page.getByRole('button', { name: 'JSON' }).waitFor({ state: 'hidden' });
    expect(await has(menu)).toBe(true);
  });

  it('the keys are told', async () => {
    const page = await site.open('/');
    await page.getByRole('link', { name: 'Search is slow' }).waitFor();
    await press(page, 'Shift+?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await press(page, 'Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  });

  it('nothing breaks', () => {
    expect(site.troubles).toEqual([]);
  });
});
