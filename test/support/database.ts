import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseUrl, templateName } from './template.js';

/** A migrated database of one's own. */
export async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `rc_${randomBytes(8).toString('hex')}`;
  await inCluster(`CREATE DATABASE ${name} TEMPLATE ${templateName}`);
  return {
    url: databaseUrl(clusterUrl(), name),
    drop: () => inCluster(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function inCluster(statement: string): Promise<void> {
  const client = new Client(clusterUrl());
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function clusterUrl(): string {
  const url = process.env.TEST_CLUSTER_URL;
  if (!url) throw new Error('These tests need the cluster of the global setup: run them with jest');
  return url;
}
