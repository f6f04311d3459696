import type { Ladder } from '../ladder.js';
import { probeMongodb } from './mongodb-probe.js';
import { dockerMongod, downloadedMongod, installedMongod } from './mongod.js';
import { secantusNative, secantusPython } from './secantus.js';

export const mongodbLadder: Ladder = {
  server: 'mongodb',
  label: 'MongoDB',
  urlVariable: 'MONGODB_URL',
  advice:
    'There is no MongoDB to use: install mongod or Docker, or Python 3.10 or newer with venv for a stand-in, or set MONGODB_URL.',
  rungs: [installedMongod, dockerMongod, downloadedMongod, secantusNative, secantusPython],
  given: (url) => ({ from: 'MONGODB_URL', url, processes: [] }),
  probe: probeMongodb,
};
