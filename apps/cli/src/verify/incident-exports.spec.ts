import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIncidents } from './incident-exports.js';

describe('the exports of incidents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-incidents-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (text: string): string => {
    writeFileSync(join(folder, 'incident.json'), text);
    return join(folder, 'incident.json');
  };

  it.each([
    ['{"format":"daybook-incident-export","entries":[\n', 'this is not JSON, or it was cut off'],
    ['occurredAt,type\r\n', 'this is not JSON, or it was cut off'],
    ['{"format":"daybook-incident-export","version":2}', 'not the JSON export of an incident: version'],
    ['{"line":"header"}', 'not the JSON export of an incident: format'],
    ['null', 'not the JSON export of an incident'],
  ])('are refused where they hold %j', (text, message) => {
    expect(() => readIncidents([file(text)])).toThrow(message);
  });

  it('are refused where they are not', () => {
    expect(() => readIncidents([join(folder, 'none')])).toThrow('there is no such file');
    expect(readIncidents([])).toStrictEqual([]);
  });
});
