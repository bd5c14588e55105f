import { parseArgs } from 'node:util';
import { start } from '../app/start.js';
import { interruptible } from '../backup/interruptible.js';
import { restore, type RestoreOrder } from '../backup/restore.js';
import { Clock } from '../platform/clock.js';
import { StartError } from '../platform/start-error.js';

// npm run restore -- <folder> --keys <other folder>: puts a backup back into an empty place. Without --keys the keys
// that are there stay; --old-keys takes keys that are older than seven days.
await start(async (config) => {
  const order = named();
  const say = (sentence: string) => console.log(sentence);
  await interruptible(config.DATABASE_URL ? config.keysFolder : config.dataFolder, (signal) =>
    restore(order, { config, clock: new Clock(), signal, say }),
  );
});

function named(): RestoreOrder {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { keys: { type: 'string' }, 'old-keys': { type: 'boolean' } },
    });
    const [folder] = positionals;
    if (positionals.length === 1 && folder) return { folder, keys: values.keys, oldKeys: values['old-keys'] ?? false };
  } catch {
    // Told below, in our words.
  }
  throw new StartError('Please name the folder of one backup: npm run restore -- <folder> --keys <other folder>.');
}
