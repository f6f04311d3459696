import { eventOf, notificationSchema, type Alert, type Notification } from './alertmanager-body.js';

const alert: Alert = {
  status: 'firing',
  labels: { alertname: 'DiskFull', instance: 'db-1', severity: 'Warning' },
  annotations: { summary: 'Disk of db-1 is full', runbook_url: 'https://runbooks.example.com/disk' },
  startsAt: '2026-03-01T09:30:00.123Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://prometheus.example.com/graph',
  fingerprint: '8c77d5865e910658',
};
const notification = (...alerts: Alert[]): Notification => ({
  ...{ version: '4', groupKey: '{}:{}', status: 'firing', receiver: 'daybook', truncatedAlerts: 0, alerts },
  externalURL: 'https://alertmanager.example.com',
});
const made = (change: Partial<Alert>) => {
  const one = { ...alert, ...change } as Alert;
  return eventOf(one, notification(one)) as unknown as {
    payload: Record<string, string>;
    links?: { text: string }[];
  };
};

describe('an alert of a notification', () => {
  it('is an event that holds it whole, with its group but not with its neighbours', () => {
    const { alerts: _alerts, ...group } = notification();
    expect(eventOf(alert, notification(alert, { ...alert, fingerprint: 'other' }))).toStrictEqual({
      event_action: 'trigger',
      dedup_key: '8c77d5865e910658',
      client: 'Alertmanager',
      client_url: 'https://alertmanager.example.com',
      payload: {
        ...{ summary: 'Disk of db-1 is full', source: 'db-1', severity: 'warning', class: 'DiskFull' },
        timestamp: '2026-03-01T09:30:00.123Z',
        custom_details: { alert, group },
      },
      links: [
        { href: 'https://prometheus.example.com/graph', text: 'Source' },
        { href: 'https://runbooks.example.com/disk', text: 'Runbook' },
      ],
    });
  });

  it('resolves when it ended', () => {
    const ended = made({ status: 'resolved', endsAt: '2026-03-01T10:00:00Z' });
    expect(ended).toMatchObject({
      event_action: 'resolve',
      payload: { timestamp: '2026-03-01T10:00:00Z' },
    });
  });

  it.each<[string, Partial<Alert>, object]>([
    ['a description', { annotations: { description: '99 % used' } }, { summary: '99 % used' }],
    ['a name', { annotations: {} }, { summary: 'DiskFull' }],
    ['no labels', { annotations: {}, labels: {} }, { summary: 'Alert' }],
    ['no instance', { labels: {} }, { source: 'https://alertmanager.example.com' }],
    ['a severity of its own', { labels: { severity: 'page' } }, { severity: 'error' }],
  ])('needs no more than it has: %s', (_what, change, payload) => {
    expect(made(change).payload).toMatchObject(payload);
  });

  it('of Grafana says so, and brings its links', () => {
    const one = { ...alert, panelURL: 'https://grafana.example.com/d/1', dashboardURL: '' };
    expect(eventOf(one, { ...notification(one), orgId: 1 })).toMatchObject({
      client: 'Grafana',
      links: [{}, {}, { href: 'https://grafana.example.com/d/1', text: 'Panel' }],
    });
  });
});

it.each<[string, object, (string | number)[]]>([
  ['no alerts', { version: '4' }, ['alerts']],
  ['an unknown status', notification({ ...alert, status: 'odd' as 'firing' }), ['alerts', 0, 'status']],
  ['no time', notification({ ...alert, startsAt: 'now' }), ['alerts', 0, 'startsAt']],
  [
    'no end',
    notification({ ...alert, status: 'resolved', endsAt: undefined as unknown as string }),
    ['alerts', 0, 'endsAt'],
  ],
  ['no fingerprint', notification({ ...alert, fingerprint: '' }), ['alerts', 0, 'fingerprint']],
])('a notification with %s is refused by the field', (_what, body, path) => {
  expect(notificationSchema.safeParse(body).error?.issues[0]?.path).toStrictEqual(path);
});
