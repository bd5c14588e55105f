import { Client } from 'pg';
import { checkInvariants } from './operations/invariant-check.js';
import { readConfig } from './platform/config.js';

// npm run audit:invariants: looks whether every promise that SQL can check holds. It writes nothing; exit code 2 says that one is broken.
const config = readConfig(process.env);
// The whole application is only loaded where its own database has to be started.
const embedded = config.DATABASE_URL ? undefined : await (await import('./open-database.js')).openDatabase(config);
const client = new Client({
  connectionString: config.DATABASE_URL ?? embedded?.urls.api,
  options: '-c default_transaction_read_only=on -c statement_timeout=60s -c timezone=UTC',
});
try {
  await client.connect();
  const found = await checkInvariants(async (text, values) => (await client.query<{ violations: number; examples: string[] }>(text, values)).rows, new Date());
  for (const { code, says, violations, examples } of found) {
    console.log(violations === 0 ? `ok      ${code}` : `BROKEN  ${code}: ${violations}. ${says} ${examples.join(' ')}`);
  }
  if (found.some(({ violations }) => violations > 0)) process.exitCode = 2;
} finally {
  await client.end();
  await embedded?.stop();
}
