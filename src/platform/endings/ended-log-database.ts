import type { Config } from '../config.js';
import { KeysDatabase } from '../keys/keys-database.js';
import { EndedLog, type EndedLine, type LoggedLine } from './ended-log.js';

const table = `
  create table if not exists ended_log (
    id uuid constraint ended_log_pk primary key,
    kind text not null, subject_id uuid not null, day date not null, kept boolean not null default false
  )`;

/** The log in the database of the wrapped keys, for installations with several servers. */
export class EndedLogDatabase extends EndedLog {
  private readonly database: KeysDatabase;

  constructor(url: string, prepared: Config['PREPARED'] = 'on') {
    super();
    this.database = new KeysDatabase(url, table, 2, prepared);
  }

  async append(lines: readonly EndedLine[]): Promise<void> {
    await this.database.rows(
      `
        insert into ended_log (id, kind, subject_id, day)
        select id, kind, "subjectId", day
        from jsonb_to_recordset($1::jsonb) as line (id uuid, kind text, "subjectId" uuid, day date)`,
      [JSON.stringify(lines)],
    );
  }

  async settle(lines: readonly EndedLine[], fate: 'kept' | 'taken_back'): Promise<void> {
    await this.database.rows(
      fate === 'kept'
        ? 'update ended_log set kept = true where id = any ($1)'
        : 'delete from ended_log where id = any ($1)',
      [lines.map(({ id }) => id)],
    );
  }

  all(): Promise<LoggedLine[]> {
    return this.database.rows<LoggedLine>(
      `
        select id, kind, subject_id as "subjectId", day::text as day, kept
        from ended_log
        order by ended_log.day, id`,
      [],
    );
  }

  async letGo(day: string): Promise<void> {
    await this.database.rows('delete from ended_log where day < $1', [day]);
  }
}
