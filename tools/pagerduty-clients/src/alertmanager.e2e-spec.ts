import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';
import { waitFor } from '@daybook/test-servers';
import { startDaybook, type Daybook } from './daybook.js';
import { installAlertmanager } from './install/alertmanager.js';

const SETUP_MS = 300_000;
const SOON = { timeoutMs: 20_000 };

interface Entry {
  readonly type: string;
  readonly summary: string;
  readonly channel: Record<string, unknown>;
}

describe("Debian's prometheus-alertmanager", () => {
  let daybook: Daybook;
  let folder: string;
  let url: string;
  let process: ReturnType<typeof startProcess>;
  let log = '';

  function startProcess(program: string, port: number) {
    const options = [
      ...[`--config.file=${join(folder, 'alertmanager.json')}`, `--storage.path=${folder}`],
      ...[`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
    ];
    return execa(program, options, { stdin: 'ignore', all: true, reject: false });
  }

  beforeAll(async () => {
    const program = await installAlertmanager();
    daybook = await startDaybook();
    folder = mkdtempSync(join(tmpdir(), 'daybook-alertmanager-'));
    const receiver = (name: string, routing_key: string) => ({
      name,
      pagerduty_configs: [
        {
          ...{ routing_key, url: `${daybook.address}/v2/enqueue`, severity: 'critical' },
          http_config: { tls_config: { ca_file: daybook.certificateFile } },
          links: [{ href: 'https://wiki.test/disk', text: 'Runbook' }],
          images: [{ src: 'https://graphs.test/disk.png', alt: 'Disk' }],
        },
      ],
    });
    const config = {
      route: {
        ...{ receiver: 'daybook', group_by: ['alertname'], group_wait: '0s', group_interval: '1s' },
        routes: [{ receiver: 'wrong key', matchers: ['alertname="Unheard"'] }],
      },
      receivers: [
        receiver('daybook', await daybook.makeRoutingKey('disks')),
        receiver('wrong key', 'f'.repeat(32)),
      ],
    };
    // YAML takes JSON.
    writeFileSync(join(folder, 'alertmanager.json'), JSON.stringify(config));
    const port = await getPort({ host: '127.0.0.1' });
    url = `http://127.0.0.1:${port}`;
    process = startProcess(program, port);
    process.all.setEncoding('utf8').on('data', (text: string) => (log += text));
    const ready = waitFor(async () => (await fetch(`${url}/-/ready`)).ok, { what: 'Alertmanager', ...SOON });
    const ended = process.then(() => Promise.reject(new Error(`Alertmanager ended: ${log}`)));
    await Promise.race([ready, ended]);
  }, SETUP_MS);
  afterAll(async () => {
    process.kill();
    await process;
    await daybook.stop();
    rmSync(folder, { recursive: true });
  });

  async function alert(alertname: string, more: object = {}): Promise<void> {
    const labels = { alertname, instance: 'srv01' };
    const response = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify([{ labels, annotations: { summary: 'Disk at 99 %' }, ...more }]),
    });
    expect(response.status).toBe(200);
  }

  /** The incident of the service, once it is in this state. */
  async function incidentThatIs(status: string): Promise<string> {
    const path = `/incidents?service_ids[]=disks&statuses[]=${status}`;
    const [incident] = await waitFor(
      async () => {
        const { incidents } = await daybook.read<{ incidents: { id: string }[] }>(path);
        return incidents.length > 0 && incidents;
      },
      { what: `an incident that is ${status}`, ...SOON },
    );
    return incident!.id;
  }

  it('triggers and resolves the incident of a group of alerts', async () => {
    await alert('DiskFull');
    const incident = await incidentThatIs('triggered');
    await alert('DiskFull', { endsAt: new Date().toISOString() });
    expect(await incidentThatIs('resolved')).toBe(incident);

    const path = `/incidents/${incident}/log_entries?include[]=channels`;
    const { log_entries } = await daybook.read<{ log_entries: Entry[] }>(path);
    expect(log_entries).toMatchObject([
      { type: 'resolve_log_entry', summary: expect.stringMatching(/^\[RESOLVED\] DiskFull/) },
      {
        type: 'trigger_log_entry',
        summary: expect.stringMatching(/^\[FIRING:1\] DiskFull/),
        agent: { type: 'integration_reference', summary: 'Alertmanager' },
        channel: { details: { num_firing: '1', firing: expect.stringContaining('srv01') } },
        contexts: [
          { type: 'link', href: 'https://wiki.test/disk', text: 'Runbook' },
          { type: 'image', src: 'https://graphs.test/disk.png', href: '' },
        ],
      },
    ]);
  });

  it('gives up on a wrong routing key, and tells the reason', async () => {
    await alert('Unheard');
    const failed = /^alertmanager_notifications_failed_total\{integration="pagerduty"\} 1$/m;
    await waitFor(async () => failed.test(await (await fetch(`${url}/metrics`)).text()), {
      what: 'a failed notification',
      ...SOON,
    });
    expect(log).toContain('unrecoverable error after 1 attempts');
    expect(log).toContain('routing_key is not one of this installation');
  });
});
