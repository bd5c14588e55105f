import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Database } from '../platform/database/database.js';
import { decodeCursor } from '../platform/http/cursor.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import type { ReadDto, ReadsQuery } from './readers.dto.js';

type ReadRow = Omit<ReadDto, 'at'> & { number: string; at: Date };

/** Who opened a person's records (BR-163, I-49). */
@Injectable()
export class MyReadersService {
  constructor(private readonly database: Database) {}

  /**
   * Newest first, by the name of that day (BR-217). Who is no more than a learner is not named: nobody may learn from
   * this that somebody else studies here (BR-138).
   */
  async list(actor: Actor, { cursor, limit }: ReadsQuery): Promise<Page<ReadDto>> {
    const scope = { list: 'my-reads', personId: actor.personId };
    const [number = null, at = null, id = null] = decodeCursor(cursor, scope, 3) ?? [];
    // First those about oneself, then their order: the other way round, whoever is rarely read reads the whole log.
    const found = await this.database.rows<ReadRow>(
      `
        with mine as materialized (
          select r.id, r.number, r.at, r.kind, r.reason, r.outcome, r.acting_roles as "actingRoles",
            r.reader_name as reader
          from record_read r
          where r.subject_ids @> array[$1::uuid]
            and ($2::bigint is null or (r.number, r.at, r.id) < ($2, $3::timestamptz, $4::uuid))
        )
        select *
        from mine
        order by number desc, at desc, id desc
        limit $5`,
      [actor.personId, number, at, id, limit + 1],
    );
    return pageOf(found, limit, scope, (read) => [read.number, read.at.toISOString(), read.id], present);
  }
}

const present = ({ id, at, kind, reason, outcome, reader, actingRoles }: ReadRow): ReadDto => ({
  id,
  at: at.toISOString(),
  kind,
  reason,
  outcome,
  reader,
  actingRoles,
});
