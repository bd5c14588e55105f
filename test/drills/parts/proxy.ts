import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './postgres.js';

/** A line between the college and its database that a drill may move, cut or let fall silent. */
export class Proxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private silent = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private target: number,
  ) {}

  static async to(target: number): Promise<Proxy> {
    const port = await freePort();
    const server = createServer();
    const proxy = new Proxy(server, port, target);
    server.on('connection', (socket) => proxy.join(socket));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  /** New connections go there; those that stand stay where they are, as with an address that moves. */
  moveTo(target: number): void {
    this.target = target;
  }

  /** Nothing comes through any more, and nobody is told: as a cable that was pulled. */
  fallSilent(): void {
    this.silent = true;
    for (const pair of this.pairs) for (const socket of pair) socket.pause();
  }

  /** The cable is back; what was on the line before is gone. */
  speakAgain(): void {
    this.silent = false;
    this.cut();
  }

  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
    this.pairs.clear();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket): void {
    const far = connect(this.target, '127.0.0.1');
    const pair = [near, far] as const;
    this.pairs.add(pair);
    const end = () => {
      if (this.silent) return;
      for (const socket of pair) socket.destroy();
      this.pairs.delete(pair);
    };
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (data) => {
        if (!this.silent) to.write(data);
      });
      from.on('error', end).on('close', end);
    }
    if (this.silent) for (const socket of pair) socket.pause();
  }
}
