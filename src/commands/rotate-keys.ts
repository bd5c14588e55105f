import 'reflect-metadata';
import { start } from '../app/start.js';
import { requireDatabase } from '../database/connect.js';
import { Clock } from '../platform/clock.js';
import { KeyFolder } from '../platform/keys/key-folder.js';
import { KeyRotation } from '../platform/keys/key-rotation.js';
import { LocalMasterKeys } from '../platform/keys/local-master-keys.js';
import { WrappedKeysDatabase } from '../platform/keys/wrapped-keys-database.js';
import { WrappedKeysFolder } from '../platform/keys/wrapped-keys-folder.js';

// npm run keys:rotate: the next key signs tokens, and a new master key wraps all personal keys. The API may run
// meanwhile; run it again after an interruption.
await start(async (config) => {
  if (config.KEYS_DATABASE_URL) await requireDatabase('KEYS_DATABASE_URL', config.KEYS_DATABASE_URL);
  const wrapped = config.KEYS_DATABASE_URL
    ? new WrappedKeysDatabase(config.KEYS_DATABASE_URL, config.PREPARED)
    : new WrappedKeysFolder(config.keysFolder);
  try {
    const clock = new Clock();
    await new KeyFolder(config).rotateTokenKeys(clock.now());
    const count = await new KeyRotation(new LocalMasterKeys(config.keysFolder, clock, wrapped), wrapped).rotate();
    console.log(
      `Done: ${count} personal ${count === 1 ? 'key is' : 'keys are'} under the new master key, and new tokens are signed with the next key.`,
    );
  } finally {
    if (wrapped instanceof WrappedKeysDatabase) await wrapped.close();
  }
});
