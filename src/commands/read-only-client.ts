import type { Client } from 'pg';
import { start } from '../app/start.js';
import { connect } from '../database/connect.js';
import type { Config } from '../platform/config.js';

/**
 * For commands that look and write nothing: a connection on which the database refuses to write. Its own database is
 * started where none is configured.
 */
export const withReadOnlyClient = (work: (client: Client, config: Config) => Promise<void>): Promise<void> =>
  start(async (config) => {
    // The whole application is only loaded where its own database has to be started.
    const embedded = config.DATABASE_URL
      ? undefined
      : await (await import('../database/open-database.js')).openDatabase(config);
    try {
      const [setting, address] = config.DIRECT_DATABASE_URL
        ? (['DIRECT_DATABASE_URL', config.DIRECT_DATABASE_URL] as const)
        : (['DATABASE_URL', config.DATABASE_URL ?? embedded?.urls.api ?? ''] as const);
      const client = await connect(setting, address, {
        options: '-c default_transaction_read_only=on -c statement_timeout=60s -c timezone=UTC',
      });
      try {
        await work(client, config);
      } finally {
        await client.end();
      }
    } finally {
      await embedded?.stop();
    }
  });
