import { Client } from 'pg';
import type { DatabaseUrls } from '../platform/database/database-urls.js';

/** Whether nobody has been entered yet. */
export const isEmpty = async (urls: DatabaseUrls): Promise<boolean> => !(await some(urls, 'select from person limit 1'));

/** Whether somebody who is not part of the demo is in the database. */
export const holdsRealPeople = (urls: DatabaseUrls): Promise<boolean> => some(urls, 'select from person where not demo limit 1');

async function some(urls: DatabaseUrls, query: string): Promise<boolean> {
  const client = new Client({ connectionString: urls.owner });
  await client.connect();
  try {
    return ((await client.query(query)).rowCount ?? 0) > 0;
  } finally {
    await client.end();
  }
}
