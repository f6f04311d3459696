import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestLog } from './test-log.js';

export interface TestFeed {
  readonly url: string;
  /** Requests that were answered with entries; those for one entry only look where the head is. */
  readonly pages: () => number;
  /** Items that stand in for the entries at these positions, but where one is asked for by its id. */
  readonly instead: Map<number, unknown>;
  /** The most entries of a page, whatever is asked for: so a short log has several. */
  largestPage: number;
  /** Answers 503 while true. */
  down: boolean;
  log: TestLog;
  close(): Promise<void>;
}

/** The catch-up feed of a log in memory over real HTTP, with the command-service's answers. */
export async function startFeed(log: TestLog): Promise<TestFeed> {
  let pages = 0;
  const server = createServer((request, response) => {
    const query = new URL(request.url!, 'http://feed').searchParams;
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== 'Bearer feed-token') return answer(401, {});
    if (feed.down) return answer(503, { code: 'log_unavailable' });
    const { name, epoch, head } = feed.log;
    const [after = '0', ...generation] = (query.get('after') ?? '0').split(':').reverse();
    if (generation.length > 0 && generation.reverse().join(':') !== `${name}:${epoch}`) {
      return answer(409, { code: 'other_log', log: name, epoch });
    }
    const start = Number(after);
    const limit = Math.min(Number(query.get('limit')), feed.largestPage);
    const [account, incident, id] = ['account', 'incident', 'id'].map((name) => query.get(name));
    const found = feed.log.entries
      .slice(start)
      .filter((entry) => account === null || entry.account === account)
      .filter((entry) => incident === null || entry.incidentId === incident)
      .filter((entry) => id === null || entry.id === id)
      .slice(0, limit);
    if (found.length > 0 && limit > 1) pages += 1;
    const next = found.length === limit ? found.at(-1)!.position : Math.max(head, start);
    answer(200, {
      ...{ log: name, epoch, head },
      entries: found.map((entry) => (id === null && feed.instead.get(entry.position)) || entry),
      next: `${name}:${epoch}:${next}`,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const feed: TestFeed = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages: () => pages,
    instead: new Map(),
    largestPage: Infinity,
    down: false,
    log,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return feed;
}
