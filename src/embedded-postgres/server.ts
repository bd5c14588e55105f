import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { type Binaries, lastLine } from './binaries.js';
import type { DatabaseFolder } from './database-folder.js';
import { EmbeddedPostgresError, nextStep, useYourOwn } from './embedded-postgres-error.js';
import { type PidFile, readPidFile, removePidFile, serverLives } from './pid-file.js';
import { run } from './run.js';
import type { SystemUser } from './system-user.js';

export interface EmbeddedPostgres {
  /** URL of a database for the superuser, over the loopback interface. */
  urlOf(database: string): string;
  /** Whether the server was already running. */
  adopted: boolean;
  /** Where its files really are, links followed: `data` and `password`. */
  place: string;
  /**
   * Ends open connections and stops the server. An adopted server goes on while anybody is connected: close your own
   * pool first.
   */
  stop(): Promise<void>;
  /** Stops the server unless anybody else is connected, adopted or not. */
  leave(): Promise<void>;
}

const startSeconds = 60;

export class Server {
  constructor(
    private readonly binaries: Binaries,
    private readonly database: DatabaseFolder,
    private readonly user: SystemUser,
    private readonly forTests: boolean,
  ) {}

  async start(): Promise<EmbeddedPostgres> {
    const deadline = Date.now() + startSeconds * 1000;
    let complaint = 'it neither starts nor stops';
    while (Date.now() < deadline) {
      const found = await readPidFile(this.database.data);
      if (!found) {
        const failure = await this.launch();
        if (failure === undefined) return await this.running(false);
        if (!passing.test(failure)) {
          await this.stop().catch(() => undefined);
          throw new EmbeddedPostgresError(
            `The embedded PostgreSQL could not start (${failure}): ${nextStep(failure)}.`,
          );
        }
        complaint = failure;
      } else if (!(await serverLives(found, this.database.data))) {
        removePidFile(this.database.data, found);
        continue;
      } else if (found.ready && (await this.answers(found))) {
        return await this.running(true);
      }
      await pause(50);
    }
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL was not ready within ${startSeconds} seconds (${complaint}): try again, or ${useYourOwn}.`,
    );
  }

  /** Returns what the server complained about, if it did not start. */
  private async launch(): Promise<string | undefined> {
    const { data, log } = this.database;
    const before = await stat(log).then(
      ({ size }) => size,
      () => 0,
    );
    const settings = { ...everyday, port: await freePort(), ...(this.forTests ? testing : {}) };
    const parameters = Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' ');
    const { succeeded, errors } = await run(
      this.binaries.pgCtl,
      [
        'start',
        '--wait',
        '--silent',
        `--timeout=${startSeconds}`,
        `--pgdata=${data}`,
        `--log=${log}`,
        '-o',
        parameters,
      ],
      this.user,
    );
    if (succeeded) return undefined;
    const written = (await readFile(log).catch(() => Buffer.alloc(0))).subarray(before).toString();
    return (
      written
        .split('\n')
        .find((line) => line.includes('FATAL:'))
        ?.replace(/^.*FATAL:\s*/, '') ?? lastLine(errors)
    );
  }

  /** True if it accepts our password, false if it is just going away; anything else is somebody else's business. */
  private async answers(found: PidFile): Promise<boolean> {
    const client = this.client(found.port);
    try {
      await client.connect();
      return true;
    } catch (error) {
      if (error instanceof DatabaseError && error.code === cannotConnectNow) return false;
      const now = await readPidFile(this.database.data);
      if (now?.text !== found.text) return false;
      throw new EmbeddedPostgresError(
        `A PostgreSQL (process ${found.pid}) already holds ${this.database.data} but does not answer: stop that process and start again, or ${useYourOwn}.`,
      );
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async running(adopted: boolean): Promise<EmbeddedPostgres> {
    const file = await readPidFile(this.database.data);
    if (!file)
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL stopped at once, see ${this.database.log}: try again, or ${useYourOwn}.`,
      );
    const leave = async () => {
      if (await this.isLeft(file.port)) await this.stop();
    };
    return {
      adopted,
      place: dirname(this.database.data),
      urlOf: (database) => `postgres://postgres:${this.database.password}@127.0.0.1:${file.port}/${database}`,
      stop: () => (adopted ? leave() : this.stop()),
      leave,
    };
  }

  /** Whether nobody else is connected. Connections that were just closed take a moment to disappear. */
  private async isLeft(port: number): Promise<boolean> {
    const client = this.client(port);
    try {
      await client.connect();
      for (let attempt = 0; attempt < 10; attempt++) {
        const others = await client.query(
          `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
        );
        if (others.rowCount === 0) return true;
        await pause(100);
      }
      return false;
    } catch {
      return true;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async stop(): Promise<void> {
    const { data } = this.database;
    if (!(await readPidFile(data))) return;
    const { succeeded, errors } = await run(
      this.binaries.pgCtl,
      ['stop', '--wait', '--silent', '--mode=fast', `--timeout=${startSeconds}`, `--pgdata=${data}`],
      this.user,
    );
    if (!succeeded && (await readPidFile(data))) {
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL did not stop (${lastLine(errors)}): the next start takes it over.`,
      );
    }
  }

  private client(port: number): Client {
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: this.database.password,
      database: 'postgres',
      connectionTimeoutMillis: 3000,
    });
    client.on('error', () => undefined);
    return client;
  }
}

/** Starting up, shutting down or recovering. */
const cannotConnectNow = '57P03';

/**
 * Somebody took the port or the folder at the same moment, or the last processes of a killed server are still leaving.
 */
const passing = /already exists|already in use|still in use|could not create any TCP/i;

// The log leaves out failed statements: they are everyday refusals here, and would quote people's data.
const everyday = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

const testing = { max_connections: 300, fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
