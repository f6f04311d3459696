// Uses @pagerduty/pdjs as its users do; prints what it gave as JSON.
import { acknowledge, api, change, resolve, trigger } from '@pagerduty/pdjs';

const { DAYBOOK_ADDRESS: address, DAYBOOK_TOKEN: token, DAYBOOK_ROUTING_KEY: key } = process.env;
const server = new URL(address).host;
const client = api({ token, server });

const entry = (given) => ({
  id: given.id,
  type: given.type,
  summary: given.summary,
  createdAt: given.created_at,
  agent: given.agent.type,
  channel: given.channel.type,
  service: given.service.id,
  incident: given.incident.id,
});

async function send() {
  const send = (action, data) => action({ server, data: { routing_key: key, ...data } });
  const { data } = await send(trigger, {
    payload: {
      summary: 'Disk at 99 %',
      source: 'srv01',
      severity: 'critical',
      custom_details: { free: 3, disks: ['sda', null] },
    },
    links: [{ href: 'https://wiki.test/disk', text: 'Runbook' }],
  });
  const { dedup_key } = data;
  await send(acknowledge, { dedup_key });
  await send(resolve, { dedup_key });
  await send(change, { payload: { summary: 'Deployed 1.2.3', source: 'ci' } });
  return { dedupKey: dedup_key };
}

async function read(incidentId) {
  const path = `/incidents/${incidentId}`;
  const get = async (endpoint, options) => (await client.get(endpoint, options)).data;
  const { log_entries: listed } = await get(`${path}/log_entries`, { data: { 'include[]': ['channels'] } });
  const { incident } = await get(path);
  const found = await get('/incidents', { data: { 'service_ids[]': [incident.service.id] } });
  await client.post(`${path}/notes`, {
    data: { note: { content: 'Rotated the logs' } },
    headers: { From: 'ann@acme.test' },
  });
  const me = await api({ token, server, tokenType: 'bearer' }).get('/users/me');
  return {
    entries: listed.map(entry),
    details: listed.at(-1).channel.details,
    one: entry((await get(`/log_entries/${listed[0].id}`)).log_entry),
    incident: { id: incident.id, status: incident.status, title: incident.title },
    found: found.incidents.map(({ id }) => id),
    alerts: (await get(`${path}/alerts`)).alerts.map(({ status }) => status),
    me: me.data.user.id,
    services: (await get('/services')).services.map(({ id }) => id),
    abilities: (await get('/abilities')).abilities,
  };
}

async function notes(incidentId) {
  const { data } = await client.get(`/incidents/${incidentId}/notes`);
  return data.notes.map(({ content }) => content);
}

async function page(incidentId, team) {
  const offset = [];
  let total;
  const data = { limit: 70, total: true, 'team_ids[]': [team] };
  for (let page = await client.get('/log_entries', { data }); page; page = await page.next?.()) {
    offset.push(...page.data.log_entries);
    ({ total } = page.data);
  }
  const cursored = [];
  for (let cursor = ''; cursor !== null;) {
    const query = { limit: 70, cursor };
    const { data } = await client.get(`/incidents/${incidentId}/log_entries`, { data: query });
    cursored.push(...data.log_entries);
    cursor = data.next_cursor;
  }
  const ids = (entries) => entries.map(({ id }) => id);
  return { offset: ids(offset), cursor: ids(cursored), total };
}

async function errors(wrongKey) {
  const refusal = async (call) => {
    const { response, data } = await call;
    return { status: response.status, body: data };
  };
  const payload = { summary: 'x', source: 'y', severity: 'info' };
  return {
    key: await refusal(trigger({ server, data: { routing_key: wrongKey, payload } })),
    entry: await refusal(client.get('/log_entries/PNONE')),
    incident: await refusal(client.get('/incidents/PNONE')),
    token: await refusal(api({ server, token: 'wrong' }).get('/log_entries')),
  };
}

const [action, ...parameters] = process.argv.slice(2);
const answer = await { send, read, notes, page, errors }[action](...parameters);
process.stdout.write(JSON.stringify(answer));
// pdjs leaves a timer of 30 s behind each request.
process.exit();
