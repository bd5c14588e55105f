import type { Config } from '../platform/config.js';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import type { StandbyServers } from '../platform/database/standby.js';
import { whyNotSafeOn } from './api-session.js';
import { readingPool } from './data-source.js';

/** How the standby is reached, where there is one. Nothing is connected before it is asked. */
export function standbyServers(config: Config, urls: DatabaseUrls): StandbyServers | undefined {
  const { READ_DATABASE_URL: standby, POOL_SIZE: most } = config;
  if (standby === undefined) return undefined;
  return {
    reads: readingPool(standby, most),
    there: readingPool(standby, 1),
    here: readingPool(urls.api, 1),
    whyNotSafe: (client) => whyNotSafeOn(client, urls),
  };
}
