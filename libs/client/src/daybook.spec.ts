import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  broken,
  cutShort,
  events,
  failingService,
  json,
  problem,
  type Answer,
  type FailingService,
} from '../test/failing-service.js';
import { DaybookError } from './daybook-error.js';
import { connect, type Connection, type Daybook } from './daybook.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const entry = { incidentId: 'i', type: 'annotate', summary: 's' };
const receipt: Answer = (response, { path }) =>
  json(201, { id: path.split('/').at(-1), incidentId: 'i', position: 'local:1:7', duplicate: false })(
    response,
    { method: '', path, headers: {}, body: '' },
  );

let service: FailingService | undefined;

afterEach(() => service?.close());

async function clientOf(answers: readonly Answer[], settings: Partial<Connection> = {}): Promise<Daybook> {
  service = await failingService(...answers);
  return connect({ commandUrl: service.url, queryUrl: service.url, token: 'secret', ...settings });
}

async function errorOf(call: Promise<unknown>): Promise<DaybookError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DaybookError);
  return error as DaybookError;
}

const bodies = () => service!.asked.map(({ path, body }) => `${path} ${body}`);

describe('an entry', () => {
  it.each<[string, Answer]>([
    ['a broken connection', broken],
    ['an answer that is cut short', cutShort],
    ['503', problem(503, 'log_unavailable')],
    ['429', problem(429, 'rate_limited')],
  ])('is sent again, under the same id and with the same trace, after %s', async (_what, failure) => {
    const daybook = await clientOf([failure, failure, receipt]);
    const added = await daybook.add(entry);
    expect(added).toMatchObject({ status: 'recorded', position: 'local:1:7', duplicate: false });
    expect(bodies()).toStrictEqual(Array(3).fill(`/v1/entries/${added.id} ${service!.asked[0]!.body}`));
    const traces = service!.asked.map(({ headers }) => String(headers['traceparent']).slice(0, 35));
    expect(new Set(traces).size).toBe(1);
  });

  it('is refused once, for good, with the field and the code', async () => {
    const daybook = await clientOf([problem(400, 'invalid_entry', { field: 'type' })]);
    const error = await errorOf(daybook.add(entry));
    expect(error).toMatchObject({ code: 'invalid_entry', field: 'type', status: 400, mayPass: false });
    expect(error.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(service!.asked).toHaveLength(1);
  });

  it('is given up when patience is over, with what the service asks for', async () => {
    const busy = problem(503, 'log_unavailable', {}, { 'retry-after': '20' });
    const daybook = await clientOf([busy], { patienceMs: 5_000 });
    expect(await errorOf(daybook.add(entry))).toMatchObject({ retryAfterMs: 20_000, mayPass: true });
    expect(service!.asked).toHaveLength(1);
  });

  it('is given up where nothing answers', async () => {
    const daybook = await clientOf([receipt], { patienceMs: 0 });
    const { url, close } = service!;
    await close();
    service = undefined;
    const error = await errorOf(daybook.add(entry));
    expect(error).toMatchObject({ code: 'unreachable', mayPass: true });
    expect(error.message).toContain(`${url} can't be reached`);
  });

  it('is given up when its signal is aborted, with the reason', async () => {
    const daybook = await clientOf([() => undefined]);
    const stop = new AbortController();
    const call = daybook.add(entry, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });

  it('tells of an answer that is not Daybook’s', async () => {
    const daybook = await clientOf([(response) => response.writeHead(404).end('<html>')]);
    expect(await errorOf(daybook.add(entry))).toMatchObject({ code: 'unexpected_answer', status: 404 });
  });
});

describe('a token', () => {
  it('is asked for before every attempt, and once more where it was refused', async () => {
    let made = 0;
    const token = () => `token-${(made += 1)}`;
    const daybook = await clientOf([problem(401, 'unauthorized'), receipt], { token });
    await daybook.add(entry);
    expect(service!.asked.map(({ headers }) => headers.authorization)).toStrictEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('that is fixed is not tried twice', async () => {
    const daybook = await clientOf([problem(401, 'unauthorized')]);
    expect(await errorOf(daybook.add(entry))).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(service!.asked).toHaveLength(1);
  });
});

it('of many entries only those that were not taken for now are sent again', async () => {
  const told = (states: readonly ('taken' | 'busy' | 'refused')[]): Answer => {
    return (response, asked) => {
      const sent = JSON.parse(asked.body) as { id: string; summary: string }[];
      const results = states.map((state, index) => {
        const id = sent[index]!.id;
        if (state === 'taken')
          return { receipt: { id, incidentId: 'i', position: `local:1:${index}`, duplicate: false } };
        const [status, code] = state === 'busy' ? [503, 'log_unavailable'] : [422, 'invalid_entry'];
        return { problem: { type: code, title: code, status, detail: code, code } };
      });
      json(200, { results })(response, asked);
    };
  };
  const daybook = await clientOf([told(['taken', 'busy', 'refused', 'busy']), told(['taken', 'taken'])]);
  const outcomes: string[] = [];
  for await (const { status } of daybook.addAll(
    ['a', 'b', 'c', 'd'].map((summary) => ({ ...entry, summary })),
  ))
    outcomes.push(status);
  expect(outcomes).toStrictEqual(['recorded', 'recorded', 'refused', 'recorded']);
  const sent = service!.asked.map(({ body }) =>
    (JSON.parse(body) as { summary: string }[]).map(({ summary }) => summary),
  );
  expect(sent).toStrictEqual([
    ['a', 'b', 'c', 'd'],
    ['b', 'd'],
  ]);
});

describe('a stream', () => {
  const told = (position: number) => ({
    ...{ event: 'entry', id: `local:1:${position}` },
    data: { ...entry, id: `e${position}` },
  });

  it('is opened again where it broke, each event once, and ends where waiting would not help', async () => {
    const daybook = await clientOf([
      events(told(1), told(2)),
      broken,
      problem(503, 'store_unavailable'),
      events(told(3)),
      problem(409, 'other_log'),
    ]);
    const seen: string[] = [];
    const interruptions: string[] = [];
    const following = async () => {
      const options = { onInterruption: ({ code }: DaybookError) => interruptions.push(code) };
      for await (const event of daybook.follow({ after: 'local:1:0' }, options))
        if (event.kind === 'entry') seen.push(event.entry.id);
    };
    expect(await errorOf(following())).toMatchObject({ code: 'other_log', mayPass: false });
    expect(seen).toStrictEqual(['e1', 'e2', 'e3']);
    expect(interruptions).toStrictEqual(['unreachable', 'unreachable', 'store_unavailable', 'unreachable']);
    const places = service!.asked.map(({ path }) => new URL(path, service!.url).searchParams.get('after'));
    expect(places).toStrictEqual([0, 2, 2, 2, 3].map((position) => `local:1:${position}`));
  });

  it('ends with its signal, also where nothing but the stream is left of its request', async () => {
    const open: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('id: local:1:1\nevent: watermark\ndata: {"watermark":"local:1:1","lagMs":0}\n\n');
    };
    const daybook = await clientOf([open]);
    const stop = new AbortController();
    const events = daybook.follow({}, { signal: stop.signal });
    expect((await events.next()).value).toMatchObject({ kind: 'watermark' });
    const next = events.next();
    // What a turn has used is collected in a later one.
    await setImmediate();
    collectGarbage();
    stop.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
  });
});

describe('pages', () => {
  const page = (ids: readonly string[], next: string | null) =>
    json(200, {
      entries: ids.map((id) => ({ ...entry, id })),
      next,
      watermark: 'local:1:9',
      changesAfter: 'local:1:9',
    });

  it('are read one after the other, by the cursor of the one before, and again where one failed', async () => {
    const daybook = await clientOf([page(['a', 'b'], 'two'), broken, page(['c'], null)]);
    const read = await daybook.timeline('i', { limit: 2 }).toArray();
    expect(read.map(({ id }) => id)).toStrictEqual(['a', 'b', 'c']);
    const cursors = service!.asked.map(({ path }) => new URL(path, service!.url).searchParams.get('cursor'));
    expect(cursors).toStrictEqual([null, 'two', 'two']);
  });

  it('wait for what was written, where they are asked to show it', async () => {
    const daybook = await clientOf([receipt, page([], null)]);
    const seeing = await daybook.add(entry);
    await daybook.timeline('i', {}, { seeing }).toArray();
    expect(service!.asked[1]!.path).toContain(`includes=${seeing.id}`);
  });
});
