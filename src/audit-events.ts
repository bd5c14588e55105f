import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { readConfig } from './platform/config.js';
import { verifyChain } from './platform/events/event-chain.js';

// npm run audit:events: looks whether anything in the event log was changed since it was sealed. It writes nothing; exit code 2 says where the chain breaks first.
const config = readConfig(process.env);
const anchors = new Map<number, string>();
if (config.SEAL_ANCHOR_FILE) {
  for (const [, number, hash] of (await readFile(config.SEAL_ANCHOR_FILE, 'utf8')).matchAll(/^(\d+) ([0-9a-f]{64})$/gm)) anchors.set(Number(number), hash ?? '');
}
// The whole application is only loaded where its own database has to be started.
const embedded = config.DATABASE_URL ? undefined : await (await import('./open-database.js')).openDatabase(config);
const client = new Client({
  connectionString: config.DATABASE_URL ?? embedded?.urls.api,
  options: '-c default_transaction_read_only=on -c statement_timeout=60s -c timezone=UTC',
});
try {
  await client.connect();
  await client.query('begin isolation level repeatable read');
  const { seals, events, waiting, broken } = await verifyChain(async (text, values) => (await client.query(text, values)).rows, new Date(), anchors);
  console.log(broken === null ? `ok      ${seals} seals over ${events} events; ${waiting} wait for theirs` : `BROKEN  ${broken}`);
  if (broken !== null) process.exitCode = 2;
} finally {
  await client.end();
  await embedded?.stop();
}
