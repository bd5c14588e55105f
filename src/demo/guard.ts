import { Client } from 'pg';
import type { DatabaseUrls } from '../platform/database/database-urls.js';

/** Whether anybody is in the database, real or made up. */
export async function holdsPeople(urls: DatabaseUrls): Promise<boolean> {
  const client = new Client({ connectionString: urls.owner });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return ((await client.query('select from person limit 1')).rowCount ?? 0) > 0;
  } finally {
    await client.end();
  }
}
