import { constants } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDurably, hasCode, removeDraftsOf, removeDurably, replaceDurably } from './durable-file.js';
import type { WrappedKey } from './master-keys.js';
import { WrappedKeys } from './wrapped-keys.js';

const ending = '.keys';
const treeEnding = '.tree';

/**
 * One small file for each person, one line for each wrapping, the newest last. A new wrapping is appended and never
 * creates the file, so that a rotation cannot bring back a key that was shredded while it ran. Beside it, the file of
 * the tree.
 */
export class WrappedKeysFolder extends WrappedKeys {
  private readonly folder: string;

  constructor(keysFolder: string) {
    super();
    this.folder = join(keysFolder, 'personal');
  }

  async find(personId: string): Promise<WrappedKey | undefined> {
    try {
      return newestIn(await readFile(this.pathOf(personId), 'utf8'));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async keep(personId: string, wrapped: WrappedKey): Promise<WrappedKey> {
    if (await createDurably(this.pathOf(personId), lineOf(wrapped))) return wrapped;
    return (await this.find(personId)) ?? this.keep(personId, wrapped);
  }

  async rewrap(personId: string, wrapped: WrappedKey): Promise<void> {
    try {
      const file = await open(this.pathOf(personId), constants.O_WRONLY | constants.O_APPEND);
      try {
        await file.appendFile(lineOf(wrapped));
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }

  async remove(personId: string): Promise<void> {
    await removeDurably(this.pathOf(personId));
    await removeDurably(this.pathOf(personId, treeEnding));
  }

  async findTree(personId: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.pathOf(personId, treeEnding));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async keepTree(personId: string, sealed: Buffer): Promise<void> {
    await createDurably(this.pathOf(personId, treeEnding), sealed);
  }

  async replaceTree(personId: string, sealed: Buffer): Promise<void> {
    const path = this.pathOf(personId, treeEnding);
    await replaceDurably(path, sealed);
    // A crash in an earlier attempt may have left a draft, and with it what is to be forgotten.
    await removeDraftsOf(path);
  }

  async *all(): AsyncIterable<{ personId: string; masterVersion: string }> {
    for (const name of (await this.names()).filter((each) => each.endsWith(ending)).sort()) {
      const personId = name.slice(0, -ending.length);
      const found = await this.find(personId);
      if (found) yield { personId, masterVersion: found.masterVersion };
    }
  }

  private async names(): Promise<string[]> {
    try {
      return await readdir(this.folder);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  private pathOf(personId: string, suffix = ending): string {
    if (!/^[0-9a-f-]{36}$/.test(personId)) throw new Error('Not an id');
    return join(this.folder, `${personId}${suffix}`);
  }
}

/** Each line ends with a line break, so a line that a power cut left unfinished is seen and passed over. */
const lineOf = ({ id, masterVersion, sealed }: WrappedKey): string =>
  `\n${JSON.stringify({ id, masterVersion, sealed: sealed.toString('base64url') })}\n`;

function newestIn(text: string): WrappedKey | undefined {
  const line = text
    .split('\n')
    .slice(0, -1)
    .findLast((each) => each.endsWith('}'));
  if (line === undefined) return undefined;
  const { id, masterVersion, sealed } = JSON.parse(line) as Record<keyof WrappedKey, string>;
  return { id, masterVersion, sealed: Buffer.from(sealed, 'base64url') };
}
