import { waitFor } from '@daybook/test-servers';
import { startDaybook, type Daybook } from './daybook.js';

let daybook: Daybook;
beforeAll(async () => {
  daybook = await startDaybook();
});
afterAll(() => daybook.stop());

/** As a client of PagerDuty's API, which knows one address. */
async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(daybook.query.url + path, {
    ...init,
    headers: {
      Authorization: `Token token=${daybook.token}`,
      Accept: 'application/vnd.pagerduty+json;version=2',
      'Content-Type': 'application/json',
      From: 'ann@acme.test',
    },
  });
  return { status: response.status, body: await response.json() };
}

it('a note that is added where one reads shows among the notes and log entries of its incident', async () => {
  const triggered = { incidentId: 'Q1', type: 'trigger', summary: 'Disk full', service: 'db' };
  const { status } = await daybook.send('POST', '/v1/entries', triggered);
  expect(status).toBe(201);
  const added = await ask('/incidents/Q1/notes', {
    method: 'POST',
    body: JSON.stringify({ note: { content: 'Rotating the logs' } }),
  });
  expect(added).toMatchObject({
    status: 201,
    body: {
      note: {
        content: 'Rotating the logs',
        user: { id: 'ann@acme.test', self: `${daybook.query.url}/users/ann%40acme.test` },
      },
    },
  });
  const { note } = added.body as { note: { id: string; created_at: string } };

  const { body } = await waitFor(
    async () => {
      const notes = await ask('/incidents/Q1/notes');
      return (notes.body as { notes?: unknown[] }).notes?.length ? notes : undefined;
    },
    { what: 'the note', timeoutMs: 20_000 },
  );
  expect(body).toMatchObject({
    notes: [{ id: note.id, content: 'Rotating the logs', created_at: note.created_at }],
  });
  expect((await ask('/incidents/Q1/log_entries?total=true')).body).toMatchObject({
    log_entries: [
      { id: note.id, type: 'annotate_log_entry', agent: { id: 'ann@acme.test' } },
      { type: 'trigger_log_entry', summary: 'Disk full', service: { id: 'db' } },
    ],
    total: 2,
    more: false,
  });
});
