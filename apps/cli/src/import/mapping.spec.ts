import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseMapping, readMapping } from './mapping.js';

const at = (pointer: string) => ({ from: pointer });
const least = { incidentId: at('/number'), type: at('/state'), summary: at('/text'), occurredAt: at('/at') };

describe('parseMapping', () => {
  it.each<[string, object]>([
    ['the least that an entry needs', {}],
    ['constants of any shape', { details: { tool: { constant: { name: 'x', tags: [1, null] } } } }],
    ['templates', { summary: { template: '[{/raw/a~1b}] {/text}' } }],
    [
      'objects and lists of sources',
      { agent: { id: at('/by') }, teams: [{ id: at('/team') }, at('/other')] },
    ],
    ['an id in place of the time', { id: at('/uuid'), occurredAt: undefined }],
  ])('takes %s', (_what, fields) => expect(() => parseMapping({ ...least, ...fields })).not.toThrow());

  it.each<[string, object]>([
    ['summary: must say where the value comes from', { summary: undefined }],
    ['summary: must say where the value comes from, e.g. {"from": "/number"}', { summary: '/text' }],
    ['type: must have exactly one of from, template, constant', { type: { default: 'annotate' } }],
    ['type: must have exactly one of from, template, constant', { type: { from: '/a', constant: 'b' } }],
    ['incidentId.from: must be a JSON Pointer that begins with /', { incidentId: at('number') }],
    ['incidentId.from: must be a JSON Pointer that begins with /', { incidentId: at('/a~2') }],
    ['summary.template: must name a part of the line in braces', { summary: { template: 'always' } }],
    ['summary.template: must name a part of the line in braces', { summary: { template: '{text}' } }],
    ['summary.template: must name a part of the line in braces', { summary: { template: '{/text} {' } }],
    ['type.missing: Invalid option', { type: { from: '/a', missing: 'ignore' } }],
    ['type: Unrecognized key: "form"', { type: { from: '/a', form: '/b' } }],
    ['agent.id.from: must be a JSON Pointer', { agent: { id: at('by') } }],
    ['teams[1].id.from: must be a JSON Pointer', { teams: [{ id: at('/a') }, { id: at('b') }] }],
    ['details.a[0].b: must say where', { details: { a: [{ b: 7 }] } }],
    ['details: Invalid input: expected record, received array', { details: [] }],
    ['occurredAt: is needed where no id is mapped', { occurredAt: undefined }],
    ['Unrecognized key: "incident"', { incident: at('/number') }],
  ])('says %s', (message, fields) => {
    expect(() => parseMapping({ ...least, ...fields })).toThrow(message);
  });

  it('names all that is wrong at once', () => {
    expect(() => parseMapping({ ...least, type: 1, summary: 2 })).toThrow(/^type: .+; summary: /);
  });
});

describe('readMapping', () => {
  it('reads every mapping that is shipped', async () => {
    const folder = resolve(import.meta.dirname, '../../../../samples/mappings');
    const files = await readdir(folder);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) await expect(readMapping(join(folder, file))).resolves.toBeDefined();
  });

  it('names the file that is no JSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-mapping-'));
    try {
      await writeFile(join(folder, 'map.json'), '{"type": ');
      await expect(readMapping(join(folder, 'map.json'))).rejects.toThrow(/map\.json is no mapping: .*JSON/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
