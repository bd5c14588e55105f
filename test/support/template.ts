import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { migrateOnly } from '../../src/database/migrate.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';

const migrateFile = new URL('../../src/database/migrate.js', import.meta.url);

/**
 * Makes the migrated database that every test file gets a clone of, unless an earlier run on this cluster has made the
 * same; answers its name.
 */
export async function prepareTemplate(clusterUrl: string): Promise<string> {
  const name = `rc_template_${fingerprint(migrateFile)}`;
  const client = new Client(clusterUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return name;
    // Only what was migrated to its end bears the name.
    const unfinished = `rc_unfinished_${process.pid}`;
    await client.query(`CREATE DATABASE ${unfinished}`);
    const url = databaseUrl(clusterUrl, unfinished);
    await migrateOnly(new DatabaseUrls(url, url));
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

export function databaseUrl(clusterUrl: string, database: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Of the file and all that it imports from us. */
function fingerprint(file: URL): string {
  const hash = createHash('sha256');
  const known = new Set<string>();
  (function read(url: URL): void {
    if (known.has(url.href)) return;
    known.add(url.href);
    const text = readFileSync(url, 'utf8');
    hash.update(text);
    for (const [, path = ''] of text.matchAll(/from '(\.[^']+)'/g)) read(new URL(path, url));
  })(file);
  return hash.digest('hex').slice(0, 16);
}
