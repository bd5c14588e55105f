import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/platform/config.js';
import type { Restores } from '../../src/platform/endings/restores.js';
import { LetterNotSent, Mailer } from '../../src/platform/mail/mailer.js';

/** A mail server that takes letters, or refuses every recipient by name, as real ones do. */
function mailServer(takes: boolean): { server: Server; heard: string[] } {
  const heard: string[] = [];
  const server = createServer((socket) => {
    let letter = false;
    socket.on('error', () => undefined).write('220 ready\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        heard.push(line);
        if (letter && line !== '.') continue;
        letter = line === 'DATA';
        const refusal = !takes && line.startsWith('RCPT') ? `550 5.1.1 ${line.slice(8)} is not known here` : undefined;
        socket.write(`${refusal ?? (letter ? '354 go on' : line === 'QUIT' ? '221 bye' : '250 ok')}\r\n`);
      }
    });
  });
  return { server, heard };
}

let servers: Server[] = [];
afterEach(() =>
  Promise.all(servers.map((server) => new Promise((closed) => server.close(closed)))).then(() => (servers = [])),
);

async function open(takes: boolean) {
  const { server, heard } = mailServer(takes);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    heard,
    mailer: new Mailer(readConfig({ SMTP_URL: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` }), {
      last: () => Promise.resolve({ restoredAt: null, held: false }),
    } as Restores),
  };
}

const letter = { to: 'robin.lake@example.org', subject: 'A message for you', text: 'Words that nobody else reads.\n' };

test('a letter goes to the configured mail server, from a neutral sender', async () => {
  const { heard, mailer } = await open(true);
  await mailer.send(letter);
  expect(heard).toContain('RCPT TO:<robin.lake@example.org>');
  expect(heard).toContain('Subject: A message for you');
  expect(heard).toContain('From: Messages <messages@localhost>');
  expect(heard).toContain('Words that nobody else reads.');
});

test('a letter that is not taken fails without saying to whom or what', async () => {
  const { mailer } = await open(false);
  const fault: unknown = await mailer.send(letter).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(LetterNotSent);
  const told =
    fault instanceof Error ? `${fault.message} ${fault.stack} ${JSON.stringify(fault)} ${String(fault.cause)}` : '';
  expect(told).not.toMatch(/robin|example\.org|nobody else/i);
});
