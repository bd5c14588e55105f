import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../clock.js';
import { alone, createDurably, hasCode, isThere, replaceDurably } from './durable-file.js';
import { tokensFile } from './key-folder.js';
import { KeysOutOfReach, MasterKeys, type WrappedKey } from './master-keys.js';
import { newKey, seal, SealBroken, unseal } from './sealing.js';
import type { WrappedKeys } from './wrapped-keys.js';
import { aDay, later } from '../calendar.js';

interface MasterVersion {
  /** A running number and a random part, so that two that were made apart are never taken for one. */
  version: string;
  key: string;
  madeAt: string;
}

/**
 * Master keys in one file of the key folder that only the owner may read. It is read anew each time, so rotation needs
 * no restart.
 */
export class LocalMasterKeys extends MasterKeys {
  private readonly path: string;
  private readonly lock: string;

  constructor(
    keysFolder: string,
    private readonly clock: Clock,
    private readonly wrapped: Pick<WrappedKeys, 'all'>,
  ) {
    super();
    this.path = join(keysFolder, 'master.json');
    this.lock = join(keysFolder, 'master.lock');
  }

  async wrap(key: Buffer, id: string, owner: string): Promise<WrappedKey> {
    const newest = newestOf(await this.versions());
    return { id, masterVersion: newest.version, sealed: seal(bytesOf(newest), key, about(id, owner, newest.version)) };
  }

  async unwrap({ id, masterVersion, sealed }: WrappedKey, owner: string): Promise<Buffer> {
    const master = (await this.versions()).find(({ version }) => version === masterVersion);
    if (!master) throw new KeysOutOfReach('The master key of this version is not in the key folder');
    try {
      return unseal(bytesOf(master), sealed, about(id, owner, masterVersion));
    } catch (error) {
      throw error instanceof SealBroken
        ? new KeysOutOfReach('A personal key does not open under its master key')
        : error;
    }
  }

  async newest(): Promise<string> {
    return newestOf(await this.versions()).version;
  }

  /** Two that renew at once must not overwrite each other: something may be wrapped under either version already. */
  renew(): Promise<string> {
    return alone(this.lock, async () => {
      const versions = await this.versions();
      const next = this.next(Number.parseInt(newestOf(versions).version) + 1);
      await replaceDurably(this.path, JSON.stringify([...versions, next]));
      return next.version;
    });
  }

  /** Waits a day after a version was superseded, because another process may just be wrapping a new key under it. */
  forgetAllBut(used: ReadonlySet<string>): Promise<void> {
    return alone(this.lock, async () => {
      const versions = await this.versions();
      const dayAgo = later(this.clock.now(), -aDay).toISOString();
      const kept = versions.filter(
        ({ version }, position) => used.has(version) || (versions[position + 1]?.madeAt ?? '9') > dayAgo,
      );
      if (kept.length < versions.length) await replaceDurably(this.path, JSON.stringify(kept));
    });
  }

  private async versions(): Promise<MasterVersion[]> {
    try {
      return JSON.parse(await readFile(this.path, 'utf8')) as MasterVersion[];
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
    // A second first key would look like the lost one, and what it wraps would be lost when that one is put back.
    for await (const _ of this.wrapped.all())
      throw new KeysOutOfReach('There are personal keys but no master key: the key folder is incomplete');
    if (!(await isThere(join(dirname(this.path), tokensFile))))
      throw new KeysOutOfReach('There are no keys at all: the key folder is not where it should be');
    await createDurably(this.path, JSON.stringify([this.next(1)]));
    return JSON.parse(await readFile(this.path, 'utf8')) as MasterVersion[];
  }

  private next(number: number): MasterVersion {
    return {
      version: `${number}-${randomBytes(4).toString('hex')}`,
      key: newKey().toString('base64url'),
      madeAt: this.clock.now().toISOString(),
    };
  }
}

function newestOf(versions: MasterVersion[]): MasterVersion {
  const newest = versions.at(-1);
  if (!newest) throw new Error('The file of master keys is empty');
  return newest;
}

const bytesOf = ({ key }: MasterVersion): Buffer => Buffer.from(key, 'base64url');
const about = (id: string, owner: string, version: string) => ['personal key', id, owner, version];
