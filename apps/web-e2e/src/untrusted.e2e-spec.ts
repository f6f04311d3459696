import type { Page } from 'playwright-core';
import { startSite, type Site } from './browser/site.js';

const INCIDENT = 'x"><img src=x onerror=ran()>';
const SUMMARY = '<script>ran()</script><img src=x onerror=ran()> [here](javascript:ran())';
const NAME = '<b onmouseover=ran()>Mallory</b>';
const RUNS = [
  'javascript:ran()',
  ' JaVaScRiPt:ran()',
  'data:text/html,<script>ran()</script>',
  'vbscript:ran()',
];
const named = (id: string) => ({ id, name: NAME, type: NAME });

describe('what others have written', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    await site.record([
      {
        ...{ incidentId: INCIDENT, type: 'trigger', summary: SUMMARY, occurredAt: '2026-03-01T12:00:00Z' },
        ...{ agent: named('mallory'), channel: named('channel'), service: named('service') },
        details: { severity: '<i>bad</i>', note: '<u>note</u>', [NAME]: NAME },
        contexts: [
          ...RUNS.map((href, index) => ({ type: 'link', href, text: `runs ${index}` })),
          { type: 'link', href: 'https://example.com/', text: '<i>may be followed</i>' },
        ],
      },
      { incidentId: INCIDENT, type: '<em>odd</em>', summary: NAME, occurredAt: '2026-03-01T12:01:00Z' },
    ]);
  }, 60_000);
  afterAll(() => site.stop());

  const address = `/incidents/${encodeURIComponent(INCIDENT)}`;

  /** Elements that only markup could have made, links that are none of the web, and whether anything ran. */
  const harm = (page: Page) =>
    page.evaluate(`({
      made: [...document.querySelectorAll('#page :is(script, b, i, u, iframe, [onerror], [onmouseover], img[src="x"])')].length,
      links: [...document.querySelectorAll('a')].map(({ href }) => new URL(href).protocol).filter((one) => !/^https?:$/.test(one)),
      scripts: [...document.scripts].filter(({ src }) => !src.startsWith(location.origin + '/ui/assets/')).length,
    })`);
  const none = { made: 0, links: [], scripts: 0 };

  it('is met by a policy that lets nothing of it run', async () => {
    const { headers } = await fetch(`${site.services.query.url}/ui/`, { headers: { accept: 'text/html' } });
    const policy = headers.get('content-security-policy')!;
    expect(policy).not.toMatch(/unsafe|\*|data:|blob:|https?:(?!\/\/127)/);
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]),
    );
  });

  it('is text in the list', async () => {
    const page = await site.open('/');
    await page.getByRole('link', { name: SUMMARY }).waitFor();
    expect(await harm(page)).toEqual(none);
  });

  it('is text in the column and in the lanes, and no link that runs', async () => {
    const page = await site.open(address);
    const entry = page.getByRole('article').filter({ hasText: SUMMARY });
    await entry.getByText(SUMMARY, { exact: true }).waitFor();
    await entry.getByRole('button', { name: /^Details/ }).click();
    await entry.getByRole('link', { name: '<i>may be followed</i>' }).waitFor();
    expect(await entry.getByRole('link', { name: /^runs/ }).count()).toBe(0);
    await page
      .getByRole('region', { name: 'Lanes' })
      .getByRole('button', { name: NAME, exact: true })
      .waitFor();
    await page.getByRole('button', { name: /trigger by/ }).hover();
    expect(await harm(page)).toEqual(none);
    await site.screenshot(page, 'untrusted');
    await entry.getByRole('button', { name: 'Revise' }).click();
    await page.getByRole('dialog').getByLabel('Summary').waitFor();
    expect(await harm(page)).toEqual(none);
  });

  it('is text in the figures', async () => {
    const page = await site.open('/insights?from=2026-02-23&to=2026-03-08');
    await page.locator('summary', { hasText: '<em>odd</em>' }).click();
    await page.getByRole('link', { name: SUMMARY }).first().waitFor();
    expect(await harm(page)).toEqual(none);
  });

  it('means nothing to Markdown when it is copied', async () => {
    const page = await site.open(address);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const entry = page.getByRole('article').filter({ hasText: SUMMARY });
    await entry.getByRole('button', { name: /^Details/ }).click();
    await entry.getByRole('button', { name: 'Copy as Markdown' }).click();
    await entry.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = (await page.evaluate('navigator.clipboard.readText()')) as string;
    expect(copied).toContain('\\<script\\>ran()\\</script\\>');
    expect(copied).toContain('\\[here\\](javascript:ran())');
    expect(copied.match(/(?<!\\)\]\(/g)).toHaveLength(1);
    expect(copied).toContain(`](${site.services.query.url}/ui/incidents/`);
  });

  it('is stopped by nothing that would have been needed', () => {
    expect(site.troubles).toEqual([]);
  });
});
