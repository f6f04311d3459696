import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { startDaybook, type Daybook } from './daybook.js';

const run = promisify(execFile);
const workspace = resolve(import.meta.dirname, '../../..');

let folder: string;
let system: Daybook;

beforeAll(async () => {
  system = await startDaybook();
  folder = mkdtempSync(join(tmpdir(), 'daybook-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: join(workspace, 'libs/client'),
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...quietly, join(folder, filename)], { cwd: folder });
}, 180_000);

afterAll(async () => {
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it('needs nothing that is not published', () => {
  const manifest = readFileSync(join(folder, 'node_modules/@daybook/client/package.json'), 'utf8');
  const { dependencies, private: kept } = JSON.parse(manifest) as {
    dependencies: Record<string, string>;
    private?: boolean;
  };
  expect(Object.keys(dependencies).filter((name) => name.startsWith('@daybook/'))).toStrictEqual([]);
  expect(kept).toBeUndefined();
});

it('records and reads where it is installed, also by way of the spool', async () => {
  const program = `
    import { connect, DaybookError } from '@daybook/client';
    import { openSpool } from '@daybook/client/spool';
    const [commandUrl, queryUrl, token] = process.argv.slice(2);
    const daybook = connect({ commandUrl, queryUrl, token, spool: await openSpool('spool') });
    const seeing = await daybook.add({ incidentId: 'packed', type: 'trigger', summary: 'installed' });
    const [entry] = await daybook.timeline('packed', {}, { seeing }).toArray();
    const away = connect({ commandUrl: 'http://127.0.0.1:1', token, patienceMs: 0 });
    const error = await away.add({ incidentId: 'x', type: 'x', summary: 'x' }).catch((thrown) => thrown);
    console.log([seeing.status, entry.summary, error instanceof DaybookError].join(' '));
    await daybook.close();`;
  writeFileSync(join(folder, 'program.js'), program);
  const args = ['program.js', system.command.url, system.query.url, system.token];
  const { stdout } = await run(process.execPath, args, { cwd: folder });
  expect(stdout.trim()).toBe('recorded installed true');
}, 30_000);

it('brings its types', async () => {
  const program = `
    import { connect, type Added, type Entry, type NewEntry } from '@daybook/client';
    import { openSpool } from '@daybook/client/spool';
    const spool = await openSpool('spool', { maxBytes: 1_000_000 });
    const daybook = connect({ commandUrl: 'a', queryUrl: 'b', token: async () => 'c', spool });
    const entry: NewEntry = { incidentId: 'i', type: 'annotate', summary: 's', team: 'any other field' };
    const added: Added = await daybook.add(entry);
    const position: string | undefined = added.status === 'recorded' ? added.position : undefined;
    const entries: Entry[] = await daybook.timeline('i', { overview: true, type: ['note'] }).toArray();
    const summary: string | undefined = entries[0]?.summary;
    for await (const event of daybook.follow({ service: ['checkout'] })) {
      if (event.kind === 'entry') console.log(event.entry.summary, position, summary);
    }
    // @ts-expect-error there is no such order
    daybook.timeline('i', { order: 'random' });
    // @ts-expect-error an entry has a summary
    await daybook.add({ incidentId: 'i', type: 'annotate' });`;
  writeFileSync(join(folder, 'program.ts'), program);
  const options = [
    '--strict',
    '--noEmit',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,dom',
  ];
  const tsc = join(workspace, 'node_modules/typescript/bin/tsc');
  const checked = await run(process.execPath, [tsc, ...options, 'program.ts'], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  expect(checked.stdout).toBe('');
}, 180_000);

it('fits into a page: nothing of Node is in its core', async () => {
  mkdirSync(join(folder, 'page'));
  writeFileSync(
    join(folder, 'page/main.js'),
    `import { connect } from '@daybook/client'; globalThis.daybook = connect({ queryUrl: '', token: '' });`,
  );
  const { metafile, errors } = await build({
    entryPoints: [join(folder, 'page/main.js')],
    ...{ bundle: true, minify: true, write: false, metafile: true, format: 'esm', platform: 'browser' },
  });
  expect(errors).toStrictEqual([]);
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  expect(imported.filter(({ external }) => external)).toStrictEqual([]);
  expect(Object.keys(metafile.inputs).filter((file) => file.includes('proper-lockfile'))).toStrictEqual([]);
});
