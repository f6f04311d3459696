import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startSite, type Site } from './browser/site.js';

const INCIDENT = 'gitlab-2017-01-31';
const samples = resolve(import.meta.dirname, '../../../samples');
const MINUTE = 60_000;
/** So that there is something to compare the second half with. */
const SPAN = { from: Date.UTC(2025, 9, 13), days: 168 };
const INCIDENTS = 140;
const SERVICES = ['checkout', 'checkout', 'checkout', 'search', 'search', 'mail', 'login'];

/** The same numbers each time, below 1. */
function* chances(): Generator<number, never> {
  for (let state = 7; ;) {
    state = (state * 16_807) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

/** Incidents of half a year, most of them in the hours in which people deploy. */
function halfYear(): object[] {
  const chance = chances();
  const next = () => chance.next().value;
  return Array.from({ length: INCIDENTS }, (_, n) => {
    const service = SERVICES[Math.floor(next() * SERVICES.length)]!;
    const hour = next() < 0.7 ? 9 + Math.floor(next() * 8) : Math.floor(next() * 24);
    const day = Math.floor(next() * SPAN.days);
    const busy = day % 7 < 5 || next() < 0.3 ? day : day - 3;
    const begin = SPAN.from + (busy * 24 + hour) * 60 * MINUTE + Math.floor(next() * 60) * MINUTE;
    const at = (minutes: number) => new Date(begin + minutes * MINUTE).toISOString();
    const of = { incidentId: `inc-${n + 1}`, service };
    const acknowledged = 2 + next() * 12;
    const resolved = acknowledged + 15 + next() * next() * 300;
    const notified = 1 + Math.floor(next() * 4);
    return [
      { ...of, type: 'trigger', summary: `${service} is slow`, occurredAt: at(0) },
      ...Array.from({ length: notified }, (_, call) => ({
        ...{ ...of, type: 'notify', summary: 'The one on call is called', occurredAt: at(call) },
      })),
      { ...of, type: 'acknowledge', summary: 'Looked at', occurredAt: at(acknowledged) },
      { ...of, type: 'annotate', summary: 'Rolled back the last deploy', occurredAt: at(resolved - 5) },
      ...(next() < 0.93
        ? [{ ...of, type: 'resolve', summary: 'Back to normal', occurredAt: at(resolved) }]
        : []),
    ];
  }).flat();
}

describe('the pictures of the README', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    const lines = (await readFile(resolve(samples, `${INCIDENT}.ndjson`), 'utf8')).trimEnd().split('\n');
    await site.record(lines.map((line) => JSON.parse(line) as object));
    await site.record(halfYear());
  }, 60_000);
  afterAll(() => site.stop());

  it('show an incident, with its lanes', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`);
    await page.getByText(/^resolved after/).waitFor();
    await page.locator('[data-lane]').first().waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await site.screenshot(page, 'readme-incident');
  });

  it('show insights', async () => {
    const page = await site.open('/insights?from=2026-01-05&to=2026-03-29');
    await page
      .getByRole('link', { name: /^Week of 5 January 2026/ })
      .first()
      .waitFor();
    await page.getByRole('heading', { name: 'Noisiest types of entries' }).waitFor();
    await site.screenshot(page, 'readme-insights');
  });

  it('show an incident on a phone, in the dark', async () => {
    const page = await site.open(`/incidents/${INCIDENT}`, { phone: true, dark: true });
    await page.getByRole('article').first().waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await site.screenshot(page, 'readme-phone');
  });

  it('break nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});
