// Watches an address: an incident begins when it fails and ends when it answers again. See docs/tutorials/first-integration.md.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@daybook/client';
import { openSpool } from '@daybook/client/spool';

const { DAYBOOK_COMMAND_URL, DAYBOOK_TOKEN, WATCHED_URL, SECONDS = '10' } = process.env;
const service = new URL(WATCHED_URL).host;
const spool = await openSpool(process.env.SPOOL_FOLDER ?? 'url-watch-spool');
const daybook = connect({ commandUrl: DAYBOOK_COMMAND_URL, token: DAYBOOK_TOKEN, spool });
let incidentId;

async function tell(type, summary) {
  const added = await daybook.add({ incidentId, type, summary, service, agent: 'url-watch' });
  console.log(`${type}: ${summary} (${added.status})`);
}

for (;;) {
  const failure = await fetch(WATCHED_URL, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok, status }) => (ok ? undefined : `it answers ${status}`),
    ({ message }) => message,
  );
  if (failure !== undefined && incidentId === undefined) {
    incidentId = `url-watch-${Date.now()}`;
    await tell('trigger', `${service} fails: ${failure}`);
  } else if (failure === undefined && incidentId !== undefined) {
    await tell('resolve', `${service} answers again`);
    incidentId = undefined;
  }
  await sleep(Number(SECONDS) * 1_000);
}
