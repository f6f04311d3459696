import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { SentEntry } from '@daybook/timeline-domain';
import { CommandDoor } from './command-door.js';

type Answer = (request: IncomingMessage, response: ServerResponse, sent: SentEntry[]) => void;

const entries = ['a', 'b', 'c'].map((summary): SentEntry => ({
  incidentId: 'INC-1',
  type: 'annotate',
  summary,
}));
const problem = (status: number, detail: string) => ({
  type: 'about:blank',
  title: 't',
  status,
  detail,
  code: 'c',
});
const receipt = (summary: string) => ({
  id: summary,
  incidentId: 'INC-1',
  duplicate: false,
  position: 'local:1:1',
  contentHash: '0',
  receivedAt: '2026-03-01T09:30:00.000Z',
  recordedAt: '2026-03-01T09:30:00.000Z',
});

const refuse =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(status, headers).end(JSON.stringify(problem(status, 'not now')));
const refuseSome =
  (status: number, ...refused: string[]): Answer =>
  (_request, response, sent) =>
    response.writeHead(207).end(
      JSON.stringify({
        ...{ recorded: 0, duplicates: 0, refused: 0 },
        results: sent.map(({ summary }, index) =>
          refused.includes(summary)
            ? { index, status, problem: problem(status, 'not now') }
            : { index, status: 201, receipt: receipt(summary) },
        ),
      }),
    );
const take = refuseSome(0);
const hangUp: Answer = (request) => request.socket.destroy();

// What a command-service only answers when it is in trouble is answered here by turns.
describe('CommandDoor', () => {
  let server: Server;
  let url: string;
  let answers: Answer[];
  let sent: string[][];
  let told: (string | undefined)[];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body: Buffer[] = [];
      for await (const chunk of request) body.push(chunk as Buffer);
      const received = JSON.parse(Buffer.concat(body).toString()) as SentEntry[];
      sent.push(received.map(({ summary }) => summary));
      (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response, received);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    sent = [];
    told = [];
  });

  const send = (patienceMs: number, ...turns: Answer[]) => {
    answers = turns;
    const door = new CommandDoor({ url, token: 't', patienceMs, onWaiting: (reason) => told.push(reason) });
    return door.send(entries, new AbortController().signal);
  };

  it.each<[string, Answer, RegExp]>([
    ['503', refuse(503), /^it answers 503: not now$/],
    ['429 with Retry-After', refuse(429, { 'Retry-After': '0' }), /^it answers 429: not now$/],
    [
      'a gateway that knows no JSON',
      (_, response) => response.writeHead(502).end('<html>'),
      /^it answers 502$/,
    ],
    ['a connection that is cut', hangUp, /./],
  ])('sends the same again after %s, and tells of it once', async (_what, answer, reason) => {
    const results = await send(60_000, answer, answer, take);
    expect(results.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(sent).toEqual(Array(3).fill(['a', 'b', 'c']));
    expect(told).toEqual([expect.stringMatching(reason), undefined]);
  });

  it('sends again only those of an array that time can mend', async () => {
    const results = await send(60_000, refuseSome(503, 'a', 'c'), refuseSome(422, 'c'), take);
    expect(results.map(({ status }) => status)).toEqual([201, 201, 422]);
    expect(sent).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ]);
  });

  it('waits as long as it is asked to, but for the time that is left', async () => {
    await expect(send(1_000, refuse(503, { 'Retry-After': '3600' }))).rejects.toThrow('has taken nothing');
    expect(sent).toHaveLength(2);
  });

  it('gives up when nothing has been taken for so long', async () => {
    await expect(send(0, refuse(503))).rejects.toThrow(/has taken nothing for 0 s: it answers 503: not now$/);
    await expect(send(300, refuse(503))).rejects.toThrow('has taken nothing');
    expect(sent.length).toBeGreaterThan(2);
  });

  it.each<[string, Answer, RegExp]>([
    ['401', refuse(401), /answers 401: not now$/],
    ['404 without a reason', (_, response) => response.writeHead(404).end(), /answers 404: Not Found$/],
    [
      'what is no command-service',
      (_, response) => response.end('<html>'),
      /does not answer as a command-service$/,
    ],
  ])('does not ask again after %s', async (_what, answer, message) => {
    await expect(send(60_000, answer)).rejects.toThrow(message);
    expect(sent).toHaveLength(1);
  });

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController();
    answers = [refuse(503)];
    const door = new CommandDoor({ url, token: 't', patienceMs: 60_000, onWaiting: () => stop.abort() });
    await expect(door.send(entries, stop.signal)).rejects.toThrow('aborted');
  });
});
