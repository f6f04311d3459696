// A program that records through a spool, for a spec that kills it: prints the id of each entry once it is told that
// it is durable, or, told to drain, that nothing waits any more.
import { connect } from '@daybook/client';
import { openSpool } from '@daybook/client/spool';

const [commandUrl = '', token = '', folder = '', task = ''] = process.argv.slice(2);
const spool = await openSpool(folder);
const daybook = connect({ commandUrl, token, spool });

if (task === 'drain') {
  await spool.drained();
  process.stdout.write('drained\n');
  await daybook.close();
} else {
  const write = async (): Promise<never> => {
    for (let count = 0; ; count += 1) {
      const entry = { incidentId: `spooled-${count % 3}`, type: 'annotate', summary: `note ${count}` };
      const { id, status } = await daybook.add(entry);
      process.stdout.write(`${id} ${status}\n`);
    }
  };
  await Promise.all(Array.from({ length: 20 }, write));
}
