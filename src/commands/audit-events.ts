import { readFile } from 'node:fs/promises';
import { readConfig } from '../platform/config.js';
import { verifyChain } from '../platform/events/event-chain.js';
import { withReadOnlyClient } from './read-only-client.js';

// npm run audit:events: looks whether anything in the event log was changed since it was sealed. It writes nothing;
// exit code 2 says where the chain breaks first.
const { SEAL_ANCHOR_FILE: anchorFile } = readConfig(process.env);
const anchors = new Map<number, string>();
if (anchorFile) {
  for (const [, number, hash] of (await readFile(anchorFile, 'utf8')).matchAll(/^(\d+) ([0-9a-f]{64})$/gm))
    anchors.set(Number(number), hash ?? '');
}
await withReadOnlyClient(async (client) => {
  await client.query('begin isolation level repeatable read');
  const { seals, events, waiting, broken } = await verifyChain(
    async (text, values) => (await client.query(text, values)).rows,
    new Date(),
    anchors,
  );
  console.log(
    broken === null ? `ok      ${seals} seals over ${events} events; ${waiting} wait for theirs` : `BROKEN  ${broken}`,
  );
  if (broken !== null) process.exitCode = 2;
});
