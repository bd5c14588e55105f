import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'pg';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { AccessTokens } from '../../../src/people/sign-in/access-tokens.js';
import { Clock } from '../../../src/platform/clock.js';
import { readConfig } from '../../../src/platform/config.js';
import { KeyFolder } from '../../../src/platform/keys/key-folder.js';
import type { Site } from '../../support/builders.js';
import { discard } from '../../support/cluster.js';
import { Cast } from './cast.js';
import { Ledger } from './ledger.js';
import { outboxLetters } from './letters.js';
import { Load, type Pace } from './load.js';
import { freePort, Postgres } from './postgres.js';
import { runProgram, Server, type Settings, Supervised } from './supervisor.js';
import { type Addresses, addressesOf, topology } from './topology.js';

export interface Wish {
  /** Done to the folder before anything is in it. */
  prepare?: (folder: string) => Promise<void>;
  /** Whether the API keeps a database and a demo college for itself, as after its very first start. */
  embedded?: boolean;
  /** API processes, at least; PROCESSES asks for more. */
  servers?: number;
  /** Whether jobs run in a process of their own, in each API process, or both; by default apart. */
  worker?: 'separate' | 'both' | 'in-process';
  settings?: Settings;
  /** The same, where they name a place. */
  settingsIn?: (folder: string) => Settings;
  /** The port at which the college sees its database, where that is not the server's own. */
  seenAt?: (postgres: Postgres) => Promise<number>;
  pace?: Partial<Pace>;
  /** Where letters come, if not into the outbox. */
  letters?: () => ReadonlyMap<string, number>;
}

/** A whole college of its own in a throwaway folder: database, two logins, API processes, a worker, people. */
export class College {
  readonly servers: Server[] = [];
  readonly ledger = new Ledger();
  readonly log: string;
  /** Where the truth is; a drill may move it. */
  postgres: Postgres;
  worker?: Supervised;
  load: Load;
  cast: Cast;
  private tokens: AccessTokens;
  private addresses?: Addresses;

  private constructor(
    readonly folder: string,
    readonly settings: Settings,
    private readonly wish: Wish,
  ) {
    this.log = join(folder, 'processes.log');
  }

  static async open(wish: Wish): Promise<College> {
    const folder = await mkdtemp(join(tmpdir(), `college-drill-${process.pid}-`));
    await wish.prepare?.(folder);
    const settings: Settings = {
      DATA_FOLDER: join(folder, 'data'),
      PUBLIC_URL: 'http://college.test',
      SECOND_FACTOR: 'optional',
      DRAIN_SECONDS: '2',
      WORKER: (wish.worker ?? 'separate') === 'separate' ? 'separate' : 'in-process',
      ...wish.settings,
      ...wish.settingsIn?.(folder),
    };
    await mkdir(join(folder, 'data'), { recursive: true });
    await chmod(folder, 0o711);
    const college = new College(folder, settings, wish);
    if (!wish.embedded) await college.createDatabase();
    try {
      await college.begin();
    } catch (error) {
      await college.close();
      throw error;
    }
    return college;
  }

  /** The embedded database belongs to the one process that started it. */
  private get serversWanted(): number {
    return this.wish.embedded ? 1 : Math.max(this.wish.servers ?? 1, topology.processes);
  }

  get processes(): Supervised[] {
    return [...this.servers, ...(this.worker ? [this.worker] : [])];
  }

  /** Starts the processes; the first makes the tables and the keys. */
  async startProcesses(): Promise<void> {
    for (let nth = 0; nth < this.serversWanted; nth++) {
      const port = this.servers[nth]?.port ?? (await freePort());
      const server = new Server(this.settings, port, this.log);
      this.servers[nth] = server;
      await server.untilReady();
    }
    if (this.wish.embedded) this.postgres = await Postgres.embedded(this.settings['DATA_FOLDER'] ?? '');
    if (this.wish.worker !== 'in-process') this.worker = new Supervised('worker', this.settings, this.log);
  }

  async untilReady(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.untilReady()));
  }

  /** Waits until everything that is due was done; answers how many jobs are left, also tried ones that wait. */
  async settle(seconds = 150): Promise<number> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const [found] = await this.postgres.ask<{ left: number }>(`
        select count(*)::integer as left from graphile_worker._private_jobs
        where attempts < max_attempts and (run_at <= now() or (attempts > 0 and run_at < now() + interval '5 minutes'))`);
      if (found?.left === 0 || Date.now() > deadline) return found?.left ?? 0;
      await sleep(500);
    }
  }

  /** How often each letter came, by its name. */
  async letters(): Promise<ReadonlyMap<string, number>> {
    return this.wish.letters?.() ?? (await outboxLetters(this.settings['DATA_FOLDER'] ?? ''));
  }

  /** A command for operators, as they run it: with the settings of the API. */
  command(file: string, words: readonly string[] = [], settings: Settings = {}) {
    return runProgram(`commands/${file}`, { ...this.settings, ...settings }, words);
  }

  async stopProcesses(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await Promise.all(this.processes.map((each) => each.stop(signal)));
  }

  async close(): Promise<void> {
    await this.stopProcesses('SIGKILL');
    await this.addresses?.close().catch(() => undefined);
    await this.postgres?.stop('immediate').catch(() => undefined);
    for (const name of ['database', 'reads', 'data']) discard(join(this.folder, name));
    discard(this.folder);
  }

  /** More people and runs, made directly in the database. */
  async build<T>(work: (site: Site) => Promise<T>): Promise<T> {
    const sql = await new DataSource({ type: 'postgres', driver, url: this.postgres.url() }).initialize();
    try {
      // Only tokens are ever asked for: nothing of the college runs in the drill itself.
      const app = { get: () => this.tokens } as unknown as Site['app'];
      return await work({ app, sql, clock: new Clock(), http: supertest.agent('') });
    } finally {
      await sql.destroy();
    }
  }

  private async createDatabase(): Promise<void> {
    this.postgres = await Postgres.create(join(this.folder, 'database'));
    const port = (await this.wish.seenAt?.(this.postgres)) ?? this.postgres.port;
    this.addresses = await addressesOf(this.postgres, port, this.folder);
    Object.assign(this.settings, this.addresses.settings);
  }

  private async begin(): Promise<void> {
    await this.startProcesses();
    const config = readConfig(this.settings);
    this.tokens = new AccessTokens(new KeyFolder(config), config, new Clock());
    await this.tokens.onModuleInit();
    this.cast = await this.build((site) => Cast.enter(site));
    const pace: Pace = { lanes: 6, readers: 2, restMs: 20, balanced: false, ...this.wish.pace };
    this.load = new Load(this.servers, this.cast, this.ledger, pace);
    await this.cast.takePlaces(this.ledger, (act) => this.load.once(act));
  }
}
