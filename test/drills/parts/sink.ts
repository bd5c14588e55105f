import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { nameOf } from './letters.js';
import { freePort } from './postgres.js';

/** A mail server that keeps only how often each letter came, and that a drill may stop, slow down or kill. */
export class MailSink {
  private server?: SMTPServer;
  private readonly lines = new Set<Socket>();
  private readonly came = new Map<string, number>();
  /** How long it thinks about a letter before it says that it took it. */
  thinksMs = 0;
  /** Takes the letter, and breaks the line instead of saying so. */
  saysNothing = false;

  private constructor(readonly port: number) {}

  static async start(): Promise<MailSink> {
    const sink = new MailSink(await freePort());
    await sink.open();
    return sink;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** How often each letter came, by its name. */
  get letters(): ReadonlyMap<string, number> {
    return this.came;
  }

  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onData: (stream, session, taken) => {
        let text = '';
        stream.on('data', (part: Buffer) => (text += String(part)));
        stream.on('end', () => {
          const name = nameOf(text);
          this.came.set(name, (this.came.get(name) ?? 0) + 1);
          setTimeout(() => {
            if (this.saysNothing) this.cut(session.remotePort);
            else taken();
          }, this.thinksMs);
        });
      },
    });
    server.on('error', () => undefined);
    server.server.on('connection', (line: Socket) => {
      this.lines.add(line);
      line.on('error', () => undefined).on('close', () => this.lines.delete(line));
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
  }

  /** Gone: nobody listens, and every line is cut. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    this.cut();
    await new Promise<void>((resolve) => server.close(resolve));
  }

  private cut(only?: number): void {
    for (const line of this.lines) if (only === undefined || line.remotePort === only) line.destroy();
  }
}
