import { startSite, type Site } from './browser/site.js';

describe('the first page', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    await site.record([
      { incidentId: 'INC-1', type: 'trigger', summary: 'Checkout answers 500', service: 'checkout' },
    ]);
  }, 60_000);
  afterAll(() => site.stop());

  it('asks for a token, and for nothing before that', async () => {
    const page = await site.open('/', { token: null });
    await page.getByLabel('Access token').waitFor();
    await site.screenshot(page, 'token');
  });

  it('shows the incidents to whoever comes with a token, which is gone from the address', async () => {
    const page = await site.open('/');
    await page.getByRole('heading', { name: 'Incidents' }).waitFor();
    expect(page.url()).toBe(`${site.services.query.url}/ui/`);
    await page.getByRole('link', { name: 'Checkout answers 500' }).waitFor();
    await site.screenshot(page, 'incidents');
  });

  it('breaks nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});
