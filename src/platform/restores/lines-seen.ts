import type { Database } from '../database/database.js';
import type { LoggedLine } from '../endings/ended-log.js';

/** The ids of these lines of the log beside the keys that the database has seen. */
export async function linesSeen(database: Database, lines: readonly LoggedLine[]): Promise<ReadonlySet<string>> {
  if (lines.length === 0) return new Set();
  const found = await database.rows<{ id: string }>(
    'select l.id from unnest($1::uuid[]) as l (id) where exists (select from ended_line s where s.id = l.id)',
    [lines.map(({ id }) => id)],
  );
  return new Set(found.map(({ id }) => id));
}
