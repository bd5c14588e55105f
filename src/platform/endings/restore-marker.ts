import { Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Config } from '../config.js';
import { hasCode, removeDurably } from '../keys/durable-file.js';
import { StartError } from '../start-error.js';

/** The file that a restore leaves beside the keys for the next start. */
@Injectable()
export class RestoreMarker {
  private readonly path: string;

  constructor({ keysFolder }: Config) {
    this.path = join(keysFolder, 'restored.json');
  }

  /** The id of the restore; undefined where there was none. */
  async find(): Promise<string | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) =>
      hasCode(error, 'ENOENT') ? undefined : Promise.reject(error),
    );
    if (text === undefined) return undefined;
    const id = /"id"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/i.exec(text)?.[1];
    if (id === undefined)
      throw new StartError(`${this.path} does not name a restore: run npm run restore again, or remove the file.`);
    return id.toLowerCase();
  }

  /** Where the folder may only be read it stays: the database knows that this restore is over. */
  async remove(): Promise<void> {
    await removeDurably(this.path).catch((error: unknown) =>
      hasCode(error, 'EROFS') || hasCode(error, 'EACCES') ? undefined : Promise.reject(error),
    );
  }
}
