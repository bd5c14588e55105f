import { parseArgs } from 'node:util';
import { start } from '../app/start.js';
import { backUp } from '../backup/backup.js';
import { interruptible } from '../backup/interruptible.js';
import { Clock } from '../platform/clock.js';
import { StartError } from '../platform/start-error.js';

// npm run backup -- <folder> --keys <other folder>: copies the database and the keys while the API runs, and reads the
// copies back. Without --keys it takes no keys.
await start(async (config) => {
  const [folder, keys] = named();
  await interruptible(folder, (signal) =>
    backUp({ folder, keys }, { config, clock: new Clock(), signal, say: (sentence) => console.log(sentence) }),
  );
});

function named(): [string, string | undefined] {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { keys: { type: 'string' } } });
    if (positionals.length === 1 && positionals[0]) return [positionals[0], values.keys];
  } catch {
    // Told below, in our words.
  }
  throw new StartError(
    'Please name one folder that is not there yet: npm run backup -- <folder> --keys <other folder>.',
  );
}
