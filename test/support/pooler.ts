import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Client } from 'pg';

/** How the pooler is, and what it has seen. */
export interface Pooler {
  /** Its own address for the database. */
  url: string;
  seen: {
    /** Names of the startup parameters that clients sent. */
    startup: Set<string>;
    /** Statements that were sent under a name. */
    named: number;
    /** Transactions that ran on another connection than their client's last one. */
    changes: number;
  };
  /** Ends the connections to PostgreSQL that nobody is using, as a pooler does from time to time. */
  renew(): void;
  stop(): void;
}

export interface PoolerWish {
  /** What it does with statements that have a name: keeps track of them, or refuses them. */
  prepared?: 'kept' | 'refused';
  /** Its connections to PostgreSQL, for each login. */
  size?: number;
}

/**
 * A pooler in transaction mode, as unkind as they may be: it drops the startup parameters, gives each transaction the
 * connection that was idle longest, and puts nothing back between two of them.
 */
export async function startPooler(url: string, { prepared = 'kept', size = 4 }: PoolerWish = {}): Promise<Pooler> {
  const { hostname, port } = new URL(url);
  const seen: Pooler['seen'] = { startup: new Set(), named: 0, changes: 0 };
  const pools = new Map<string, ServerPool>();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined));
    const client = new PoolerClient(socket, seen, prepared, (user, password, database) => {
      const key = JSON.stringify([user, password, database]);
      let pool = pools.get(key);
      if (!pool) {
        pool = new ServerPool({ host: hostname, port: Number(port), user, password, database }, size);
        pools.set(key, pool);
      }
      return pool;
    });
    socket.on('data', (bytes) => client.hears(bytes)).on('close', () => client.leaves());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = new URL(url);
  here.hostname = '127.0.0.1';
  here.port = String((server.address() as AddressInfo).port);
  return {
    url: here.href,
    seen,
    renew: () => pools.forEach((pool) => pool.renew()),
    stop: () => {
      server.close();
      for (const socket of open) socket.destroy();
      for (const pool of pools.values()) pool.end();
    },
  };
}

class PoolerClient {
  private rest: Buffer = Buffer.alloc(0);
  private has: 'nothing' | 'named itself' | 'signed in' = 'nothing';
  private parameters = new Map<string, string>();
  private pool: ServerPool | undefined;
  private server: ServerConnection | undefined;
  private last: ServerConnection | undefined;
  private isAsking = false;
  private readonly waiting: Buffer[] = [];
  /** The statements that it has prepared, by the names that it gave them: what follows the name in each message. */
  private readonly statements = new Map<string, Buffer>();

  constructor(
    private readonly socket: Socket,
    private readonly seen: Pooler['seen'],
    private readonly prepared: 'kept' | 'refused',
    private readonly poolFor: (user: string, password: string, database: string) => ServerPool,
  ) {}

  hears(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const head = this.has === 'nothing' ? 0 : 1;
      if (this.rest.length < head + 4) return;
      const length = head + this.rest.readInt32BE(head);
      if (this.rest.length < length) return;
      const message = this.rest.subarray(0, length);
      this.rest = this.rest.subarray(length);
      this.takes(message);
    }
  }

  leaves(): void {
    // Nobody knows in what state it left the connection.
    this.server?.end();
  }

  answers(message: Buffer): void {
    this.socket.write(message);
  }

  isFree(): void {
    this.server = undefined;
  }

  fails(code: string, says: string): void {
    const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${says}\0\0`);
    this.socket.end(Buffer.concat([Buffer.from('E'), int32(4 + body.length), body]));
  }

  private takes(message: Buffer): void {
    if (this.has === 'nothing') return this.namesItself(message);
    if (this.has === 'named itself') return void this.signsIn(message.subarray(5, -1).toString());
    if (letterOf(message) === 'X') return void this.socket.end();
    this.waiting.push(message);
    this.goOn();
  }

  private namesItself(message: Buffer): void {
    const tlsRequest = 80877103;
    if (message.readInt32BE(4) === tlsRequest) return void this.socket.write('N');
    const words = message.subarray(8, -2).toString().split('\0');
    for (let n = 0; n + 1 < words.length; n += 2) {
      this.parameters.set(words[n] ?? '', words[n + 1] ?? '');
      this.seen.startup.add(words[n] ?? '');
    }
    this.has = 'named itself';
    const inTheClear = 3;
    this.answers(Buffer.concat([Buffer.from('R'), int32(8), int32(inTheClear)]));
  }

  private async signsIn(password: string): Promise<void> {
    const user = this.parameters.get('user') ?? '';
    this.pool = this.poolFor(user, password, this.parameters.get('database') ?? user);
    this.has = 'signed in';
    try {
      await this.pool.fill();
    } catch (error) {
      const { code = '08006', message } = error as Error & { code?: string };
      return this.fails(code, message);
    }
    const key = Buffer.concat([Buffer.from('K'), int32(12), int32(0), int32(0)]);
    this.answers(
      Buffer.concat([Buffer.from('R'), int32(8), int32(0), key, Buffer.from('Z'), int32(5), Buffer.from('I')]),
    );
  }

  private goOn(): void {
    if (this.server) {
      for (const message of this.waiting.splice(0)) this.passes(message, this.server);
    } else if (!this.isAsking) {
      this.isAsking = true;
      this.pool?.take((server) => {
        this.isAsking = false;
        if (this.socket.destroyed) return server.release();
        if (this.last && this.last !== server) this.seen.changes++;
        this.last = this.server = server;
        server.client = this;
        this.goOn();
      });
    }
  }

  private passes(message: Buffer, server: ServerConnection): void {
    const letter = letterOf(message);
    if (letter === 'P') {
      const name = wordAt(message, 5);
      if (name === '') return server.parse(message);
      this.seen.named++;
      if (this.prepared === 'refused') return this.fails('0A000', 'prepared statements are not supported');
      const statement = message.subarray(6 + name.length);
      this.statements.set(name, statement);
      return server.prepares(statement, true);
    }
    if (letter === 'B') {
      const portal = wordAt(message, 5);
      const name = wordAt(message, 6 + portal.length);
      if (name === '') return server.send(message);
      const after = message.subarray(7 + portal.length + name.length);
      return server.send(framed('B', `${portal}\0${this.preparedOn(server, name)}\0`, after));
    }
    if (letter === 'D' && message[5] === 0x53) {
      const name = wordAt(message, 6);
      if (name !== '') return server.send(framed('D', `S${this.preparedOn(server, name)}\0`));
    }
    server.send(message);
  }

  /** What the statement is called there; a connection that has never seen it gets it first. */
  private preparedOn(server: ServerConnection, name: string): string {
    const statement: Buffer = this.statements.get(name) ?? Buffer.alloc(0);
    if (!server.knows(statement)) server.prepares(statement, false);
    return keyOf(statement);
  }
}

interface Login {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

class ServerPool {
  private idle: ServerConnection[] = [];
  private readonly all = new Set<ServerConnection>();
  private readonly line: ((server: ServerConnection) => void)[] = [];
  private filling: Promise<void> | undefined;

  constructor(
    private readonly login: Login,
    private readonly size: number,
  ) {}

  /** So that nobody meets the same connection again by lack of another. */
  fill(): Promise<void> {
    this.filling ??= this.fillUp().finally(() => (this.filling = undefined));
    return this.filling;
  }

  take(work: (server: ServerConnection) => void): void {
    this.line.push(work);
    this.serve();
    if (this.line.length > 0) this.fill().then(undefined, () => undefined);
  }

  renew(): void {
    for (const server of [...this.idle]) server.end();
  }

  end(): void {
    for (const server of this.all) server.end();
  }

  isBack(server: ServerConnection): void {
    if (!this.all.has(server)) return;
    this.idle.push(server);
    this.serve();
  }

  private async fillUp(): Promise<void> {
    while (this.all.size < this.size) {
      const server = await ServerConnection.open(this.login, this, () => {
        this.all.delete(server);
        this.idle = this.idle.filter((each) => each !== server);
      });
      this.all.add(server);
      this.isBack(server);
    }
  }

  private serve(): void {
    while (this.line.length > 0) {
      const server = this.idle.shift();
      if (!server) return;
      this.line.shift()?.(server);
    }
  }
}

class ServerConnection {
  client: PoolerClient | undefined;
  private rest: Buffer = Buffer.alloc(0);
  private unanswered = 0;
  private readonly known = new Set<string>();
  private parses: { key?: string; isShown: boolean }[] = [];

  private constructor(
    private readonly stream: Socket,
    private readonly pool: ServerPool,
  ) {}

  /** The driver signs in; from then on the line is ours. */
  static async open(login: Login, pool: ServerPool, whenGone: () => void): Promise<ServerConnection> {
    const client = new Client({ ...login, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    const server = new ServerConnection(stream.removeAllListeners('data'), pool);
    stream
      .on('data', (bytes: Buffer) => server.hears(bytes))
      .on('error', () => undefined)
      .on('close', () => {
        whenGone();
        server.client?.fails('08P01', 'the connection to PostgreSQL was lost');
      });
    return server;
  }

  send(message: Buffer): void {
    if (/[QSF]/.test(letterOf(message))) this.unanswered++;
    this.stream.write(message);
  }

  parse(message: Buffer): void {
    this.parses.push({ isShown: true });
    this.send(message);
  }

  knows(statement: Buffer): boolean {
    const key = keyOf(statement);
    return this.known.has(key) || this.parses.some((each) => each.key === key);
  }

  prepares(statement: Buffer, isShown: boolean): void {
    if (this.knows(statement)) return this.client?.answers(Buffer.concat([Buffer.from('1'), int32(4)]));
    this.parses.push({ key: keyOf(statement), isShown });
    this.send(framed('P', `${keyOf(statement)}\0`, statement));
  }

  release(): void {
    const { client } = this;
    this.client = undefined;
    client?.isFree();
    this.pool.isBack(this);
  }

  end(): void {
    this.stream.destroy();
  }

  private hears(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    while (this.rest.length >= 5 && this.rest.length >= 1 + this.rest.readInt32BE(1)) {
      const length = 1 + this.rest.readInt32BE(1);
      const message = this.rest.subarray(0, length);
      this.rest = this.rest.subarray(length);
      this.says(message);
    }
  }

  private says(message: Buffer): void {
    const letter = letterOf(message);
    if (letter === '1') {
      const { key, isShown = true } = this.parses.shift() ?? {};
      if (key !== undefined) this.known.add(key);
      if (!isShown) return;
    }
    if (letter === 'E') this.parses = [];
    this.client?.answers(message);
    if (letter !== 'Z') return;
    this.unanswered--;
    if (this.unanswered === 0 && message[5] === 0x49) this.release();
  }
}

const letterOf = (message: Buffer): string => String.fromCharCode(message[0] ?? 0);
const wordAt = (message: Buffer, start: number): string =>
  message.subarray(start, message.indexOf(0, start)).toString();
const keyOf = (statement: Buffer): string => createHash('sha1').update(statement).digest('hex');

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function framed(letter: string, head: string, rest: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(head), rest]);
  return Buffer.concat([Buffer.from(letter), int32(4 + body.length), body]);
}
