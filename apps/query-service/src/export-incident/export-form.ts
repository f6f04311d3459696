import type { EntryView, IncidentExport, IncidentView } from '@daybook/timeline-contracts';
import { entryView, type ViewSource } from '../mongo/entry-view.js';
import type { TimeText } from '../time-zone.js';
import type { ExportPage } from './export-incident.js';

/** What every form of an export begins with. */
export interface ExportHead {
  readonly account: string;
  readonly incident: IncidentView;
  /** The parameters that leave out entries, as they were sent. */
  readonly filter: IncidentExport['filter'];
  /** IANA time zone, where one was asked for. */
  readonly zone: string | undefined;
  readonly watermark: string;
}

/** A form in which an incident can be exported. */
export interface ExportForm {
  readonly contentType: string;
  /** Of the file name. */
  readonly extension: string;
  /** The text, page by page. */
  write(head: ExportHead, pages: AsyncIterable<ExportPage>): AsyncGenerator<string>;
}

/** An entry to be written otherwise than as JSON. */
export function parsedView(source: ViewSource, local?: TimeText): EntryView {
  return JSON.parse(entryView(source, local)) as EntryView;
}
