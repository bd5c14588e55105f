import { Agent, request as send, type IncomingHttpHeaders } from 'node:http';

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Call {
  method: string;
  path: string;
  headers?: Record<string, string | string[]>;
  body?: Buffer | string;
}

/**
 * Calls as they are, byte for byte, over connections that stay open; an answer that takes longer than it may is an
 * error.
 */
export class HttpClient {
  private readonly agent: Agent;
  private readonly host: { hostname: string; port: string };

  constructor(
    url: string,
    private readonly longestMilliseconds: number,
    connections = 1,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    const { hostname, port } = new URL(url);
    this.host = { hostname, port };
  }

  call({ method, path, headers = {}, body }: Call): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const sent = send(
        { ...this.host, method: method.toUpperCase(), path, agent: this.agent, headers: { ...length, ...headers } },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () => {
            clearTimeout(bound);
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text: Buffer.concat(parts).toString('utf8'),
            });
          });
        },
      );
      const bound = setTimeout(
        () => sent.destroy(new Error(`No answer within ${this.longestMilliseconds} ms`)),
        this.longestMilliseconds,
      );
      sent.on('error', (error) => {
        clearTimeout(bound);
        reject(error);
      });
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
