import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { waitFor } from '@daybook/test-servers';

export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A client of a stream, as a program or a browser would be. */
export class EventStream {
  readonly events: ServerSentEvent[] = [];
  readonly comments: string[] = [];
  retry: string | undefined;
  ended = false;
  #rest = '';

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    response.setEncoding('utf8');
    response.on('error', () => (this.ended = true));
    response.on('close', () => (this.ended = true));
    response.on('data', (text: string) => this.#take(text));
  }

  /** Resolves once the head of the answer is there, whatever it says. */
  static open(url: string, headers: Record<string, string>): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(url, { headers, agent: false }, (response) =>
        resolve(new EventStream(request, response)),
      );
      request.on('error', reject).end();
    });
  }

  get entries(): ServerSentEvent[] {
    return this.events.filter(({ event }) => event === 'entry');
  }

  get summaries(): unknown[] {
    return this.entries.map(({ data }) => data['summary']);
  }

  /** Of the last event, as a browser would send it. */
  get lastEventId(): string | undefined {
    return this.events.at(-1)?.id;
  }

  /** Reads no more, though it stays connected. */
  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  async untilEntries(count: number): Promise<void> {
    await waitFor(() => this.entries.length >= count, { what: `${count} entries`, timeoutMs: 15_000 });
  }

  async untilEnded(): Promise<void> {
    await waitFor(() => this.ended, { what: 'the end of the stream', timeoutMs: 15_000 });
  }

  close(): void {
    this.request.destroy();
  }

  #take(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop()!;
    for (const block of blocks) this.#read(block);
  }

  #read(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const colon = line.indexOf(': ');
      if (colon === -1) continue;
      if (line.startsWith(':')) this.comments.push(line.slice(2));
      else fields.set(line.slice(0, colon), line.slice(colon + 2));
    }
    this.retry = fields.get('retry') ?? this.retry;
    const data = fields.get('data');
    if (data === undefined) return;
    this.events.push({
      id: fields.get('id')!,
      event: fields.get('event')!,
      data: JSON.parse(data) as Record<string, unknown>,
    });
  }
}
