import { Client } from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';

export const templateName = 'rc_template';

/** Makes the migrated database that every test file gets a clone of. */
export async function prepareTemplate(clusterUrl: string): Promise<void> {
  const client = new Client(clusterUrl);
  await client.connect();
  await client.query(`CREATE DATABASE ${templateName}`);
  await client.end();
  const url = databaseUrl(clusterUrl, templateName);
  await migrate(new DatabaseUrls(url, url));
}

export function databaseUrl(clusterUrl: string, database: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}
