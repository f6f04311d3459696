import { entryView } from '../mongo/entry-view.js';
import { exactTimesIn } from '../time-zone.js';
import type { TimelinePage } from './timeline-page.js';

/** What an answer says beside the entries. */
export interface PageFrame {
  readonly next: string | null;
  readonly previous: string | null;
  readonly watermark: string;
  readonly changesAfter: string;
}

interface Views {
  readonly zone: string | undefined;
  readonly bytes: Buffer;
}

const BEGIN = Buffer.from('{"entries":[');

/** By page, in the zone in which it was asked for last: most who read the same page read it in the same zone. */
const rendered = new WeakMap<TimelinePage, Views>();

/** The JSON text of a page, in UTF-8. The entries of a page that is kept are not written again for each who reads it. */
export function renderPage(page: TimelinePage, zone: string | undefined, frame: PageFrame): Buffer {
  const gaps = page.hidden ? `"hidden":${JSON.stringify(page.hidden)},` : '';
  const rest = `],${gaps}${JSON.stringify(frame).slice(1)}`;
  return Buffer.concat([BEGIN, viewsOf(page, zone), Buffer.from(rest)]);
}

function viewsOf(page: TimelinePage, zone: string | undefined): Buffer {
  const known = rendered.get(page);
  if (known && known.zone === zone) return known.bytes;
  const local = zone === undefined ? undefined : exactTimesIn(zone);
  const bytes = Buffer.from(page.entries.map((entry) => entryView(entry, local)).join(','));
  rendered.set(page, { zone, bytes });
  return bytes;
}
