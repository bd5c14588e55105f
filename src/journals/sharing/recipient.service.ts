import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';

/** Answers the ids of people whom an author may share with, e.g. the accepted facilitators of their runs. */
export type RecipientSource = (authorId: string) => Promise<string[]>;

/** Whether this author must not share with this reader, e.g. because the reader decides on the author's application. */
export type RecipientExclusion = (tx: Tx, authorId: string, readerId: string) => Promise<boolean>;

/** With whom an author may share. What other modules know about it is wired in `src/app/reactions.ts`. */
@Injectable()
export class RecipientService {
  private readonly sources: RecipientSource[] = [];
  private readonly exclusions: RecipientExclusion[] = [];

  constructor(private readonly database: Database) {}

  /** Wires people whom authors may choose. */
  offer(source: RecipientSource): void {
    this.sources.push(source);
  }

  /** Wires a reason why somebody must not be a reader (BR-126). */
  exclude(exclusion: RecipientExclusion): void {
    this.exclusions.push(exclusion);
  }

  /** The author's list, by name. */
  async of(authorId: string): Promise<{ id: string; chosenName: string | null }[]> {
    const ids = new Set<string>();
    for (const source of this.sources) for (const id of await source(authorId)) ids.add(id);
    return this.database.transaction(async (tx) => {
      const allowed: string[] = [];
      for (const id of ids) if (await this.mayRead(tx, authorId, id)) allowed.push(id);
      return rows(
        tx,
        'select id, chosen_name as "chosenName" from person where id = any($1) order by chosen_name, id',
        [allowed],
      );
    });
  }

  /**
   * Never oneself, an analyst, or whom a wired exclusion names (BR-126). Asked when something is shared, with a code
   * too, and at each reading: a reader may have become one of them since.
   */
  async mayRead(tx: Tx, authorId: string, readerId: string): Promise<boolean> {
    if (authorId === readerId) return false;
    if (
      await row(tx, `select 1 as one from role_grant where person_id = $1 and role = 'analyst' and ended_at is null`, [
        readerId,
      ])
    )
      return false;
    for (const excludes of this.exclusions) if (await excludes(tx, authorId, readerId)) return false;
    return true;
  }
}
