import { Injectable } from '@nestjs/common';
import { ExcludesRecipients, OffersRecipients, type Pair } from '../../src/journals/sharing/recipient.decorators.js';
import type { Tx } from '../../src/platform/database/sql.js';

interface Someone {
  id: string;
}

/** Says beside the college who may read whose journal, without runs and applications. */
@Injectable()
export class ChosenReaders {
  private readonly offered = new Map<string, string[]>();
  private readonly excluded = new Set<string>();

  offer(author: Someone, readers: readonly Someone[]): void {
    this.offered.set(author.id, [...(this.offered.get(author.id) ?? []), ...readers.map(({ id }) => id)]);
  }

  exclude(author: Someone, reader: Someone): void {
    this.excluded.add(`${author.id} ${reader.id}`);
  }

  @OffersRecipients()
  of(authorId: string): Promise<string[]> {
    return Promise.resolve(this.offered.get(authorId) ?? []);
  }

  @ExcludesRecipients()
  excludes(_: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
    return Promise.resolve(pairs.filter(({ authorId, readerId }) => this.excluded.has(`${authorId} ${readerId}`)));
  }
}
