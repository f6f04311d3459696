import { formatLogPosition, type LogPosition } from '@daybook/timeline-domain';
import { FILTERED_FIELDS, type FilteredFields } from '../mongo/entry-filter.js';
import { entryView, VIEW_FIELDS, type ViewSource } from '../mongo/entry-view.js';
import { homeOf, type EntryDocument } from '../mongo/documents.js';

export const CHANGE_FIELDS = {
  ...VIEW_FIELDS,
  ...FILTERED_FIELDS,
  ...{ account: 1, position: 1, movedFrom: 1 },
} as const;
export type ChangeSource = ViewSource &
  FilteredFields &
  Pick<EntryDocument, 'account' | 'position' | 'movedFrom'>;

/** An entry on its way to many readers: each of its forms is made once, when the first of them asks. */
export class Change {
  readonly position: number;
  #view: string | undefined;
  #event: Buffer | undefined;

  constructor(
    readonly entry: ChangeSource,
    private readonly generation: Pick<LogPosition, 'log' | 'epoch'>,
  ) {
    this.position = entry.position;
  }

  /** The incident that it was recorded on, wherever it was moved. */
  get home(): string {
    return homeOf(this.entry);
  }

  /** About how many bytes it has. */
  get size(): number {
    return this.entry.body.length + this.entry.shown.length;
  }

  /** JSON text, without line breaks. */
  get view(): string {
    return (this.#view ??= entryView(this.entry));
  }

  /** As an event of a stream: https://html.spec.whatwg.org/multipage/server-sent-events.html */
  get event(): Buffer {
    const id = formatLogPosition({ ...this.generation, position: this.position });
    return (this.#event ??= Buffer.from(`id: ${id}\nevent: entry\ndata: ${this.view}\n\n`));
  }
}
