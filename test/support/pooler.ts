import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * Stands before a PostgreSQL as a pooler does that ignores the startup parameter `options`: everything else goes
 * through. Answers its own address for a database of that server.
 */
export async function startForgetfulPooler(url: string): Promise<{ url: string; stop(): void }> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(Number(port), hostname);
    for (const socket of [client, behind]) open.add(socket.on('error', () => undefined));
    client.once('data', (begin: Buffer) => {
      behind.write(withoutOptions(begin));
      client.pipe(behind);
      behind.pipe(client);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = new URL(url);
  here.hostname = '127.0.0.1';
  here.port = String((server.address() as AddressInfo).port);
  return {
    url: here.href,
    stop: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** A startup message: its length, the version, then names and values, each ended by a zero byte, and one more. */
function withoutOptions(message: Buffer): Buffer {
  const words = message.subarray(8, -2).toString().split('\0');
  const kept = words.filter((_, n) => words[n - (n % 2)] !== 'options');
  const body = Buffer.from(`${kept.join('\0')}\0\0`);
  const head = Buffer.from(message.subarray(0, 8));
  head.writeInt32BE(8 + body.length);
  return Buffer.concat([head, body]);
}
