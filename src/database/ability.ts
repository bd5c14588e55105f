import type { INestApplicationContext } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { row } from '../platform/database/sql.js';
import { isLackOfRights, sqlStateOf } from '../platform/errors/database-faults.js';
import { type Lack, Readiness } from '../platform/health/readiness.js';
import { RestoreReplay } from '../platform/restores/restore-replay.js';
import { KeyFolder } from '../platform/keys/key-folder.js';
import { type DatabaseFacts, lacksOf, newerMigration } from './ability.rules.js';
import { guardedTables } from './api-rights.js';
import { databaseClock, openTables, settingsOf } from './api-session.js';
import { lostSettings, type Settings } from './api-session.rules.js';
import { knownMigrations, sessionSettings } from './data-source.js';
import { endEarlierSessions, keptSettings } from './kept-settings.js';

/** From now on a process is ready only while it could do its work: with its database, by its rights, and with its keys. */
export function watchAbility(app: INestApplicationContext): void {
  const readiness = app.get(Readiness);
  readiness.require('database', databaseCheck(app.get(Database)));
  readiness.require('keys', () => askKeys(app.get(KeyFolder), app.get(Config)));
  readiness.require('restored', restoreCheck(app.get(RestoreReplay)));
  readiness.watch();
}

interface Found extends Omit<DatabaseFacts, 'clocks' | 'newerForMs'> {
  at: Date;
  /** What the login has been given, which its connections should have. */
  kept: Settings;
}

/** Reads as the API does: one statement, on its pool, as its role. */
function databaseCheck(database: Database): () => Promise<readonly Lack[]> {
  let newerSince: number | undefined;
  return async () => {
    const asked = Date.now();
    try {
      const facts = await database.row<Found>(ask, [guardedTables, Object.keys(sessionSettings)]);
      const answered = Date.now();
      if (!facts) throw new Error('no row');
      newerSince = newerMigration(facts.migrations, knownMigrations) === undefined ? undefined : (newerSince ?? asked);
      const newerForMs = asked - (newerSince ?? asked);
      const clocks = { asked, answered, there: facts.at.getTime() };
      const lacks = lacksOf({ ...facts, newerForMs, clocks }, knownMigrations, sessionSettings);
      if (lacks.some(({ code }) => code === 'settings') && lostSettings(facts.kept, sessionSettings).length === 0)
        await endSessions(database);
      return lacks;
    } catch (error) {
      if (isLackOfRights(error))
        return [
          { code: 'rights', says: 'the API lacks its rights in the database. Start again, which gives them anew' },
        ];
      const state = sqlStateOf(error);
      return [
        {
          code: 'database',
          says: `the database ${state === undefined ? 'does not answer' : `refuses to answer (${state})`}`,
        },
      ];
    }
  };
}

/** A pooler keeps connections from before the login had its settings; without them it begins others. */
const endSessions = (database: Database): Promise<void> =>
  database
    .transaction(async (tx) => {
      await row(tx, 'set local role none');
      await row(tx, endEarlierSessions);
    })
    .catch(() => undefined);

/** The log beside the keys is read at most each half minute. */
function restoreCheck(replay: RestoreReplay): () => Promise<readonly Lack[]> {
  let found: Lack[] = [];
  let nextAt = 0;
  return async () => {
    if (performance.now() < nextAt) return found;
    const says =
      'the database is older than the log beside the keys. What ended since is ended again within a minute where jobs ' +
      'run, or by a start';
    found = (await replay.isOlder()) ? [{ code: 'restored', says }] : [];
    nextAt = performance.now() + 30_000;
    return found;
  };
}

const ask = `
  select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as "readOnly",
    ${openTables} as open,
    array(select name::text from migration) as migrations,
    (select true from event limit 1) as "hasEvents",
    ${settingsOf('$2')} as settings, ${keptSettings} as kept,
    ${databaseClock} as at`;

async function askKeys(folder: KeyFolder, { keysFolder }: Config): Promise<readonly Lack[]> {
  return (await folder.exists())
    ? []
    : [{ code: 'keys', says: `the keys are not in ${keysFolder}. Mount that folder again, or put it back` }];
}
