import type { RunningServer } from '../state/stack-record.js';
import { Stack } from '../state/stack.js';
import { climb, NotHere, type Ladder, type Rung } from './ladder.js';

const server: RunningServer = { from: 'a rung', url: 'postgresql://127.0.0.1:1/x', processes: [] };
const works: Rung = { name: 'works', start: () => Promise.resolve(server) };
const absent = (name: string): Rung => ({ name, start: () => Promise.reject(new NotHere(`no ${name}`)) });
const broken: Rung = { name: 'broken', start: () => Promise.reject(new Error('its disk is full')) };

function ladderOf(...rungs: Rung[]): Ladder {
  return {
    server: 'postgres',
    label: 'PostgreSQL',
    urlVariable: 'POSTGRES_URL',
    advice: 'Install PostgreSQL.',
    rungs,
    given: (url) => ({ ...server, url }),
    probe: () => Promise.resolve(),
  };
}

const context = { stack: new Stack('unused'), say: () => {}, env: {} };

describe('climb', () => {
  it('goes on from what is not here to what is', async () => {
    await expect(climb(ladderOf(absent('program'), works), context)).resolves.toBe(server);
  });

  it('does not hide a server that should have worked behind the next rung', async () => {
    await expect(climb(ladderOf(absent('program'), broken, works), context)).rejects.toThrow(
      'its disk is full',
    );
  });

  it('says at its end what to install, and what it has tried', async () => {
    await expect(climb(ladderOf(absent('program'), absent('Docker')), context)).rejects.toThrow(
      'Install PostgreSQL.\nTried: program: no program; Docker: no Docker.',
    );
  });
});
