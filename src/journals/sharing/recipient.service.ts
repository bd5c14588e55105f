import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { Declarations } from '../../platform/discovery/declarations.js';
import { exclusions, type RecipientExclusion, type RecipientSource, sources } from './recipient.decorators.js';

/**
 * With whom an author may share. Who knows something about it answers by `@OffersRecipients` and `@ExcludesRecipients`.
 */
@Injectable()
export class RecipientService implements OnModuleInit {
  private sources: readonly RecipientSource[] = [];
  private exclusions: readonly RecipientExclusion[] = [];

  constructor(
    private readonly database: Database,
    private readonly declarations: Declarations,
  ) {}

  onModuleInit(): void {
    this.sources = this.declarations.findSome(sources).map(({ call }) => call);
    this.exclusions = this.declarations.findSome(exclusions).map(({ call }) => call);
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
   * Never oneself, or whom an exclusion names (BR-126). Asked when something is shared, with a code
   * too, and at each reading: a reader may have become one of them since.
   */
  async mayRead(tx: Tx, authorId: string, readerId: string): Promise<boolean> {
    if (authorId === readerId) return false;
    for (const excludes of this.exclusions) if (await excludes(tx, authorId, readerId)) return false;
    return true;
  }
}
