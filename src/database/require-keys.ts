import { holdsPeople } from '../demo/guard.js';
import type { Config } from '../platform/config.js';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { KeyFolder } from '../platform/keys/key-folder.js';
import { StartError } from '../platform/start-error.js';

/**
 * The keys are there, or made where nobody could miss them. Beside people new ones would end every sign-in and hide
 * that the old ones, which open what was sealed, are missing.
 */
export async function requireKeys(config: Config, urls: DatabaseUrls): Promise<void> {
  const folder = new KeyFolder(config);
  const place = `${config.KEYS_FOLDER ? 'KEYS_FOLDER' : 'DATA_FOLDER'}: ${config.keysFolder}`;
  if (!(await folder.exists()) && (await holdsPeople(urls)))
    throw new StartError(
      `${place} has no keys, but there are people in the database: put back the folder that belongs to it; only if it ` +
        'is lost for good, "npm run keys:rotate" makes new keys, everybody signs in anew, and what was sealed stays closed.',
    );
  try {
    await folder.makeTokenKeys();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StartError(`${place} has a tokens.json that is damaged: put it back from its backup.`);
  }
}
