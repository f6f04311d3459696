import { startServices, type Service, type Services, type ServicesStart } from '@daybook/test-servers';
import {
  feedPageSchema,
  timelinePageSchema,
  type EntryView,
  type RecordedEntryV2,
} from '@daybook/timeline-contracts';

/** Both built services on databases of their own, and what a client of theirs needs. */
export interface Daybook {
  readonly command: Service;
  readonly query: Service;
  readonly services: Services;
  /** For clients of their own process. */
  readonly token: string;
  /** Answers with the status and the parsed body; throws when the connection fails. */
  send(
    method: 'PUT' | 'POST',
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  read(path: string): Promise<Answer>;
  /** The same with a token of another account. */
  readAs(account: string, path: string): Promise<Answer>;
  /** The whole log, by position. */
  readLog(): Promise<RecordedEntryV2[]>;
  /** A whole timeline, page by page. */
  readTimeline(incident: string): Promise<EntryView[]>;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export async function startDaybook(settings: ServicesStart = {}): Promise<Daybook> {
  const services = await startServices(settings);
  const { command, query, tokens, stop } = services;
  const scopes = ['entries:write', 'entries:read', 'entries:redact', 'log:read'];
  const token = await tokens.sign({ scopes });

  const ask = async (url: string, init: RequestInit): Promise<Answer> => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...init.headers };
    const response = await fetch(url, { ...init, headers });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const read = (path: string) => ask(query.url + path, {});

  return {
    ...{ command, query, services, token },
    send: (method, path, body, headers = {}) =>
      ask(command.url + path, { method, headers, body: JSON.stringify(body) }),
    read,
    async readAs(account, path) {
      const other = await tokens.sign({ account });
      return ask(query.url + path, { headers: { Authorization: `Bearer ${other}` } });
    },
    async readLog() {
      const entries: RecordedEntryV2[] = [];
      for (let after = '0'; ;) {
        const page = feedPageSchema.parse(
          (await ask(`${command.url}/v1/log?after=${after}&limit=1000`, {})).body,
        );
        entries.push(...(page.entries as RecordedEntryV2[]));
        if (page.entries.length === 0) return entries;
        after = page.next;
      }
    },
    async readTimeline(incident) {
      const entries: EntryView[] = [];
      for (let cursor = ''; ;) {
        const path = `/v1/incidents/${encodeURIComponent(incident)}/timeline?limit=500${cursor}`;
        const page = timelinePageSchema.parse((await read(path)).body);
        entries.push(...page.entries);
        if (page.next === null) return entries;
        cursor = `&cursor=${page.next}`;
      }
    },
    stop,
  };
}
