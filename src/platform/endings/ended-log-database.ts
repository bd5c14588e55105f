import { Pool } from 'pg';
import { askPool } from '../database/sql.js';
import { keptAlive, watchPool } from '../database/watched-connection.js';
import { EndedLog, type EndedLine, type LoggedLine } from './ended-log.js';

/** The log in the database of the wrapped keys, for installations with several servers. */
export class EndedLogDatabase extends EndedLog {
  private readonly pool: Pool;
  private ready?: Promise<unknown>;

  constructor(url: string) {
    super();
    const limits = { max: 2, connectionTimeoutMillis: 2000, statement_timeout: 5000, allowExitOnIdle: true };
    this.pool = watchPool(new Pool({ connectionString: url, ...limits, ...keptAlive }));
  }

  async append(lines: readonly EndedLine[]): Promise<void> {
    await this.query(
      `
        insert into ended_log (id, kind, subject_id, day)
        select id, kind, "subjectId", day
        from jsonb_to_recordset($1::jsonb) as line (id uuid, kind text, "subjectId" uuid, day date)`,
      [JSON.stringify(lines)],
    );
  }

  async settle(lines: readonly EndedLine[], fate: 'kept' | 'taken_back'): Promise<void> {
    await this.query(
      fate === 'kept'
        ? 'update ended_log set kept = true where id = any ($1)'
        : 'delete from ended_log where id = any ($1)',
      [lines.map(({ id }) => id)],
    );
  }

  all(): Promise<LoggedLine[]> {
    return this.query<LoggedLine>(
      `
        select id, kind, subject_id as "subjectId", day::text as day, kept
        from ended_log
        order by ended_log.day, id`,
      [],
    );
  }

  async letGo(day: string): Promise<void> {
    await this.query('delete from ended_log where day < $1', [day]);
  }

  private async query<T extends object>(text: string, values: unknown[]): Promise<T[]> {
    this.ready ??= this.prepare();
    await this.ready;
    return (await askPool<T>(this.pool, text, values)).rows;
  }

  private async prepare(): Promise<void> {
    try {
      await this.pool.query(
        // One at a time: two that start together would both make it.
        `select pg_advisory_xact_lock(hashtext('ended log'));
         create table if not exists ended_log (
           id uuid constraint ended_log_pk primary key,
           kind text not null, subject_id uuid not null, day date not null, kept boolean not null default false)`,
      );
    } catch (error) {
      this.ready = undefined;
      throw error;
    }
  }
}
