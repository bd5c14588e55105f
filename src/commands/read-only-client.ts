import { Client } from 'pg';
import { readConfig } from '../platform/config.js';

/**
 * For commands that look and write nothing: a connection on which the database refuses to write. Its own database is
 * started where none is configured.
 */
export async function withReadOnlyClient(work: (client: Client) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  // The whole application is only loaded where its own database has to be started.
  const embedded = config.DATABASE_URL
    ? undefined
    : await (await import('../database/open-database.js')).openDatabase(config);
  const client = new Client({
    connectionString: config.DATABASE_URL ?? embedded?.urls.api,
    options: '-c default_transaction_read_only=on -c statement_timeout=60s -c timezone=UTC',
  });
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
    await embedded?.stop();
  }
}
