import { Client, type ClientConfig } from 'pg';
import type { Config } from '../platform/config.js';
import { maskedAddress } from '../platform/setting.decorators.js';
import { StartError } from '../platform/start-error.js';
import { whyNotConnected, whyTooOld } from './connect-failure.rules.js';

export type DatabaseSetting = Extract<keyof Config, `${string}DATABASE_URL`>;

/** A connection to the database that a setting names; what stands against it is said in one sentence. */
export async function connect(setting: DatabaseSetting, address: string, options: ClientConfig = {}): Promise<Client> {
  const place = `${setting} (${maskedAddress(address) ?? 'an address with a password in it'})`;
  try {
    const client = new Client({ connectionString: address, connectionTimeoutMillis: 10_000, ...options });
    // Whatever breaks the connection fails the statement; the event besides would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    throw new StartError(`${place}: ${whyNotConnected(error)}.`);
  }
}

/** Looks whether a database can be used, before anything is made in it. */
export async function requireDatabase(setting: DatabaseSetting, address: string): Promise<void> {
  const client = await connect(setting, address);
  try {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::integer / 10000 as version`,
    );
    const reason = whyTooOld(rows[0]?.version ?? 0);
    if (reason !== undefined) throw new StartError(`${setting}: ${reason}.`);
  } finally {
    await client.end();
  }
}
