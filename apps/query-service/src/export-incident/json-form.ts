import { entryView } from '../mongo/entry-view.js';
import { exactTimesIn } from '../time-zone.js';
import type { ExportForm, ExportHead } from './export-form.js';
import type { ExportPage } from './export-incident.js';

export const jsonForm: ExportForm = {
  contentType: 'application/json; charset=utf-8',
  extension: 'json',
  write: writeJson,
};

/** One document, an entry a line: see incidentExportSchema. */
async function* writeJson(
  { account, incident, filter, zone, watermark }: ExportHead,
  pages: AsyncIterable<ExportPage>,
): AsyncGenerator<string> {
  const local = zone === undefined ? undefined : exactTimesIn(zone);
  const head = { format: 'daybook-incident-export', version: 1, account, filter, incident };
  yield `${JSON.stringify(head).slice(0, -1)},"entries":[\n`;
  const hidden: number[] = [];
  let separator = '';
  for await (const page of pages) {
    hidden.push(...page.hidden);
    if (page.entries.length === 0) continue;
    yield separator + page.entries.map((entry) => entryView(entry, local)).join(',\n');
    separator = ',\n';
  }
  const gaps = filter.overview === undefined ? '' : `"hidden":${JSON.stringify(hidden)},`;
  yield `\n],${gaps}"watermark":${JSON.stringify(watermark)}}\n`;
}
