import { readFile } from 'node:fs/promises';
import { verifyChain } from '../platform/audit/seal-chain.js';
import { anchorsIn } from '../platform/audit/seal.js';
import { sealedLogs } from '../platform/audit/sealed-log.js';
import { withReadOnlyClient } from './read-only-client.js';

// npm run audit:events: looks whether anything in the logs of events and of readings was changed or taken away since it
// was sealed. It writes nothing; exit code 2 says where a chain breaks first.
await withReadOnlyClient(async (client, { SEAL_ANCHOR_FILE: anchorFile }) => {
  const anchored = anchorFile ? await readFile(anchorFile, 'utf8') : '';
  await client.query('begin isolation level repeatable read');
  for (const log of sealedLogs) {
    const { seals, covered, gone, waiting, broken } = await verifyChain(
      async (text, values) => (await client.query(text, values)).rows,
      log,
      new Date(),
      anchorsIn(anchored, log),
    );
    const left = gone === 0 ? '' : `, ${gone} of them gone when their time was over`;
    console.log(
      broken === null
        ? `ok      ${seals} seals over ${covered} ${log.many}${left}; ${waiting} wait for theirs`
        : `BROKEN  ${log.many}: ${broken}`,
    );
    if (broken !== null) process.exitCode = 2;
  }
});
