import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import { createDurably, hasCode, replaceDurably } from './durable-file.js';
import { MasterKeys, type WrappedKey } from './master-keys.js';
import { newKey, seal, unseal } from './sealing.js';

interface MasterVersion {
  version: string;
  key: string;
  madeAt: string;
}

const dayInMs = 86_400_000;

/** Master keys in one file of the key folder that only the owner may read. It is read anew each time, so rotation needs no restart. */
export class LocalMasterKeys extends MasterKeys {
  private readonly path: string;

  constructor(
    keysFolder: string,
    private readonly clock: Clock,
  ) {
    super();
    this.path = join(keysFolder, 'master.json');
  }

  async wrap(key: Buffer, id: string, owner: string): Promise<WrappedKey> {
    const newest = newestOf(await this.versions());
    return { id, masterVersion: newest.version, sealed: seal(bytesOf(newest), key, about(id, owner, newest.version)) };
  }

  async unwrap({ id, masterVersion, sealed }: WrappedKey, owner: string): Promise<Buffer> {
    const master = (await this.versions()).find(({ version }) => version === masterVersion);
    if (!master) throw new Error('The master key of this version is not in the key folder');
    return unseal(bytesOf(master), sealed, about(id, owner, masterVersion));
  }

  async newest(): Promise<string> {
    return newestOf(await this.versions()).version;
  }

  async renew(): Promise<string> {
    const versions = await this.versions();
    const next = this.next(String(Number(newestOf(versions).version) + 1));
    await replaceDurably(this.path, JSON.stringify([...versions, next]));
    return next.version;
  }

  /** Waits a day after a version was superseded, because another process may just be wrapping a new key under it. */
  async forgetAllBut(used: ReadonlySet<string>): Promise<void> {
    const versions = await this.versions();
    const dayAgo = new Date(this.clock.now().getTime() - dayInMs).toISOString();
    const kept = versions.filter(({ version }, position) => used.has(version) || (versions[position + 1]?.madeAt ?? '9') > dayAgo);
    if (kept.length < versions.length) await replaceDurably(this.path, JSON.stringify(kept));
  }

  private async versions(): Promise<MasterVersion[]> {
    try {
      return JSON.parse(await readFile(this.path, 'utf8')) as MasterVersion[];
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
    await createDurably(this.path, JSON.stringify([this.next('1')]));
    return JSON.parse(await readFile(this.path, 'utf8')) as MasterVersion[];
  }

  private next(version: string): MasterVersion {
    return { version, key: newKey().toString('base64url'), madeAt: this.clock.now().toISOString() };
  }
}

function newestOf(versions: MasterVersion[]): MasterVersion {
  const newest = versions.at(-1);
  if (!newest) throw new Error('The file of master keys is empty');
  return newest;
}

const bytesOf = ({ key }: MasterVersion): Buffer => Buffer.from(key, 'base64url');
const about = (id: string, owner: string, version: string) => ['personal key', id, owner, version];
