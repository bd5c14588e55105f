import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseUrl } from './template.js';

/** A migrated database of one's own. */
export const cloneDatabase = () => newDatabase(fromSetup('TEST_TEMPLATE'));

/** One without anything in it, for what a migration does with what it finds. */
export const emptyDatabase = () => newDatabase('template0');

/** A copy of one that nobody is connected to: a backup, brought back. */
export const copyDatabase = ({ url }: { url: string }) => newDatabase(new URL(url).pathname.slice(1));

async function newDatabase(template: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `rc_${randomBytes(8).toString('hex')}`;
  await inCluster(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: databaseUrl(fromSetup('TEST_CLUSTER_URL'), name),
    drop: () => inCluster(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function inCluster(statement: string): Promise<void> {
  const client = new Client(fromSetup('TEST_CLUSTER_URL'));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function fromSetup(name: 'TEST_CLUSTER_URL' | 'TEST_TEMPLATE'): string {
  const value = process.env[name];
  if (!value) throw new Error('These tests need the cluster of the global setup: run them with jest');
  return value;
}
