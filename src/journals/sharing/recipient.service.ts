import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { Declarations } from '../../platform/discovery/declarations.js';
import {
  exclusions,
  type Pair,
  type RecipientExclusion,
  type RecipientSource,
  sources,
} from './recipient.decorators.js';

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
      const allowed = await this.allowed(
        tx,
        [...ids].map((readerId) => ({ authorId, readerId })),
      );
      return rows(
        tx,
        'select id, chosen_name as "chosenName" from person where id = any($1) order by chosen_name, id',
        [allowed.map(({ readerId }) => readerId)],
      );
    });
  }

  /**
   * Never oneself, or whom an exclusion names (BR-126). Asked when something is shared, with a code
   * too, and at each reading: a reader may have become one of them since.
   */
  async mayRead(tx: Tx, authorId: string, readerId: string): Promise<boolean> {
    return (await this.allowed(tx, [{ authorId, readerId }])).length > 0;
  }

  /** The same for many: those of the pairs that may be. */
  async allowed(tx: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
    let left = pairs.filter(({ authorId, readerId }) => authorId !== readerId);
    for (const excludes of this.exclusions) {
      if (left.length === 0) return left;
      const excluded = await excludes(tx, left);
      left = left.filter(
        (pair) => !excluded.some(({ authorId, readerId }) => authorId === pair.authorId && readerId === pair.readerId),
      );
    }
    return left;
  }
}
