import { freshVhost, tcpProxy, type TcpProxy, type Vhost } from '@daybook/test-servers';
import { entryIdMaker } from '@daybook/timeline-domain';
import { connect } from 'amqplib';
import type { Page } from 'playwright-core';
import { barriersOn } from './browser/barriers.js';
import { has, tabTo } from './browser/focus.js';
import { startSite, type Site } from './browser/site.js';

const makeId = entryIdMaker(Date.now);

describe('the page of health', () => {
  let vhost: Vhost;
  let rabbitWire: TcpProxy;
  let site: Site;

  beforeAll(async () => {
    vhost = await freshVhost();
    rabbitWire = await tcpProxy(vhost.url);
    site = await startSite({ rabbitmqUrl: rabbitWire.url });
  }, 60_000);
  afterAll(async () => {
    await rabbitWire.restore();
    await site.stop();
    await rabbitWire.close();
    await vhost.drop();
  });

  const part = (page: Page, name: string) => page.locator('dl > div', { hasText: name });
  const says = (page: Page, text: string) =>
    page.locator('#main').getByRole('status').getByText(text).waitFor();

  it('tells what it means that RabbitMQ is away, while it is, and that entries are shown all the same', async () => {
    const page = await site.open('/health');
    await says(page, 'All is well');
    await site.record([{ incidentId: 'i', type: 'trigger', summary: 'before' }]);

    rabbitWire.cut();
    await says(page, 'handed over when RabbitMQ is back');
    await says(page, 'by the feed of the command-service');
    await part(page, 'RabbitMQ').getByText('away').waitFor();
    await site.record([{ incidentId: 'i', type: 'annotate', summary: 'meanwhile' }]);
    await part(page, 'Last entry of the log').getByText('local:1:2').waitFor();
    await part(page, 'Not handed over').getByText('1', { exact: true }).waitFor();
    await part(page, 'Not shown yet').getByText('0', { exact: true }).waitFor();
    await site.screenshot(page, 'health-without-rabbitmq');

    await rabbitWire.restore();
    await says(page, 'All is well');
    await part(page, 'Not handed over').getByText('0', { exact: true }).waitFor();
    await site.screenshot(page, 'health');
  }, 90_000);

  it('replays a dead letter, or drops it once that was confirmed, by hand and by keys', async () => {
    await sendCommand(vhost.url, { id: makeId(), incidentId: 'i', type: '', summary: 'without a type' });
    const token = await site.services.tokens.sign({ account: userOf(vhost.url), scopes: ['admin'] });
    const page = await site.open('/health', { phone: true, dark: true, token });
    const letter = page.getByRole('listitem').filter({ hasText: 'type' });
    await letter.waitFor();
    await letter.getByRole('button', { name: 'Replay' }).click();
    await letter.getByRole('alert').waitFor();
    await letter.getByText('The message').click();
    await letter.getByText('without a type').waitFor();
    await site.screenshot(page, 'dead-letter-phone-dark');

    expect(await barriersOn(page)).toEqual([]);

    const drop = letter.getByRole('button', { name: 'Drop …' });
    await drop.click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await tabTo(letter.getByRole('button', { name: 'Replay' }));
    await page.keyboard.press('Enter');
    await letter.getByRole('alert').waitFor();
    await tabTo(drop);
    await page.keyboard.press('Enter');
    expect(await barriersOn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await has(drop)).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('button', { name: 'Drop it' }));
    await page.keyboard.press('Enter');
    await page.getByText('None: every command was carried out').waitFor();
  });

  it('says which scope is missing', async () => {
    const token = await site.services.tokens.sign({ scopes: ['entries:read'] });
    const page = await site.open('/health', { token });
    await says(page, 'All is well');
    await page.getByText('lacks the scope admin').waitFor();
  });

  it('breaks nothing', () => {
    expect(site.troubles).toEqual([]);
  });
});

/** As a program does whose account is RabbitMQ's user. */
async function sendCommand(
  url: string,
  entry: { readonly id: string; readonly [field: string]: unknown },
): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const event = {
    ...{ specversion: '1.0', id: entry.id, source: '/program', type: 'daybook.append-entry.v1' },
    data: entry,
  };
  channel.publish('daybook.commands', 'append-entry.v1', Buffer.from(JSON.stringify(event)), {
    persistent: true,
    contentType: 'application/cloudevents+json',
    userId: userOf(url),
  });
  await channel.waitForConfirms();
  await connection.close();
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
