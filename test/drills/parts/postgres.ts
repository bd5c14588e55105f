import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { type Binaries, findBinaries } from '../../../src/embedded-postgres/binaries.js';
import { type DatabaseFolder, openDatabaseFolder } from '../../../src/embedded-postgres/database-folder.js';
import { run } from '../../../src/embedded-postgres/run.js';
import { findSystemUser, type SystemUser } from '../../../src/embedded-postgres/system-user.js';

/** The two logins of the college: one owns the tables, the other only uses them. */
export const logins = { owner: 'college_owner', api: 'college_api' } as const;

const password = 'only-for-a-drill';
const college = 'college';

/** What everybody runs with who means to keep data: nothing here trades safety for speed. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
  wal_keep_size: '1GB',
};

/** A PostgreSQL of the drill's own, from the programs that npm brought, on a port that outlives its restarts. */
export class Postgres {
  private constructor(
    private readonly binaries: Binaries,
    private readonly user: SystemUser,
    private readonly place: DatabaseFolder,
    readonly port: number,
    private readonly database = college,
  ) {}

  /** The one that the API started for itself in its data folder; its port is new at each start. */
  static async embedded(folder: string): Promise<Postgres> {
    const user = await findSystemUser(join(folder, 'postgres', 'data'));
    const binaries = await findBinaries(user, () => undefined);
    const place = await openDatabaseFolder({ folder, binaries, user, forTests: false, log: () => undefined });
    const lines = (await readFile(join(place.data, 'postmaster.pid'), 'utf8')).split('\n');
    return new Postgres(binaries, user, place, Number(lines[3]), 'recovery_college');
  }

  /** An empty server below the folder, with both logins and an empty database that the owner owns. */
  static async create(folder: string): Promise<Postgres> {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711);
    const user = await findSystemUser(join(folder, 'postgres', 'data'));
    const binaries = await findBinaries(user, () => undefined);
    const place = await openDatabaseFolder({ folder, binaries, user, forTests: false, log: () => undefined });
    const postgres = new Postgres(binaries, user, place, await freePort());
    await postgres.start();
    await postgres.makeDatabase();
    return postgres;
  }

  /** For whoever may everything, as which the drills look afterwards. */
  url(login: 'postgres' | keyof typeof logins = 'postgres', port = this.port): string {
    const who = login === 'postgres' ? `postgres:${this.place.password}` : `${logins[login]}:${password}`;
    return `postgres://${who}@127.0.0.1:${port}/${this.database}`;
  }

  async ask<T extends QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return asking(this.url(), async (client) => (await client.query<T>(text, values)).rows);
  }

  async makeDatabase(): Promise<void> {
    await asking(this.url().replace(/\/\w+$/, '/postgres'), async (client) => {
      await client.query(`drop database if exists ${this.database} with (force)`);
      for (const [login, more] of [
        [logins.owner, 'createrole'],
        [logins.api, ''],
      ] as const) {
        const { rowCount } = await client.query('select from pg_roles where rolname = $1', [login]);
        if (rowCount === 0) await client.query(`create role ${login} login ${more} password '${password}'`);
      }
      await client.query(`create database ${this.database} owner ${logins.owner}`);
    });
  }

  /** Starts it; again and again where processes of the one before are still leaving. */
  async start(): Promise<void> {
    const options = Object.entries({ ...settings, port: this.port }).map(([name, value]) => `-c ${name}=${value}`);
    await untilDone('PostgreSQL did not start', 120, async () => {
      const { succeeded } = await this.control(
        'start',
        `--log=${this.place.log}`,
        '--timeout=100',
        '-o',
        options.join(' '),
      );
      return succeeded;
    });
  }

  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.control('stop', `--mode=${mode}`, '--timeout=60');
  }

  async restart(): Promise<void> {
    await this.stop('fast');
    await this.start();
  }

  /** Ends the postmaster as a power cut would; what it has not written to its log of changes is gone. */
  async kill(): Promise<void> {
    process.kill(await this.pid(), 'SIGKILL');
  }

  async promote(): Promise<void> {
    const { succeeded, errors } = await this.control('promote', '--timeout=60');
    if (!succeeded) throw new Error(`The standby was not promoted: ${errors}`);
  }

  /** A second server that follows this one. */
  async standby(folder: string): Promise<Postgres> {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711);
    // The new place is where the user of PostgreSQL may write: that of a server that is thrown away at once.
    const place = await openDatabaseFolder({
      folder,
      binaries: this.binaries,
      user: this.user,
      forTests: true,
      log: () => undefined,
    });
    await rm(place.data, { recursive: true });
    await asking(this.url(), async (client) => {
      await client.query(`select pg_backup_start('drill', true)`);
      const { succeeded, errors } = await run('/bin/cp', ['-a', this.place.data, place.data], this.user);
      // Files that vanish while they are copied are what the log of changes brings back.
      if (!succeeded && !/No such file/.test(errors)) throw new Error(`The copy failed: ${errors}`);
      const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
      await this.asUser(join(place.data, 'backup_label'), rows[0]?.labelfile ?? '');
    });
    for (const name of ['postmaster.pid', 'postmaster.opts']) await rm(join(place.data, name), { force: true });
    const copy = new Postgres(this.binaries, this.user, { ...place, password: this.place.password }, await freePort());
    await copy.follow(this);
    await copy.start();
    return copy;
  }

  /** From its next start on it follows the other, and may only be read. */
  async follow({ port }: Postgres): Promise<void> {
    const source = `host=127.0.0.1 port=${port} user=postgres password=${this.place.password}`;
    await this.asUser(join(this.place.data, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
    await this.asUser(join(this.place.data, 'standby.signal'), '');
  }

  async pid(): Promise<number> {
    return Number.parseInt(await readFile(join(this.place.data, 'postmaster.pid'), 'utf8'));
  }

  private control(action: string, ...more: string[]) {
    return run(this.binaries.pgCtl, [action, '--wait', '--silent', `--pgdata=${this.place.data}`, ...more], this.user);
  }

  private async asUser(path: string, text: string): Promise<void> {
    await rm(path, { force: true });
    await writeFile(path, text);
    if (this.user.uid !== undefined && this.user.gid !== undefined) await chown(path, this.user.uid, this.user.gid);
  }
}

/** One connection of its own for one piece of work, so that no drill breaks at what it breaks. */
export async function asking<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function untilDone(otherwise: string, seconds: number, done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`${otherwise} within ${seconds} seconds`);
    await sleep(100);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}
