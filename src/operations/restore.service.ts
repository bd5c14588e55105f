import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import type { Actor, Doer } from '../platform/actor.js';
import { requireRecentSignIn } from '../platform/access/step-up.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { columnsOf, updateRows } from '../platform/database/tables.js';
import { Restore } from '../platform/endings/restore.entity.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { decodeCursor } from '../platform/http/cursor.js';
import type { PageQuery } from '../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import type { RestoreDto } from './restore.dto.js';

/** Restores of the database, and the end of the time in which no message leaves after one (BR-191). */
@Injectable()
export class RestoreService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list({ limit, cursor }: PageQuery): Promise<Page<RestoreDto>> {
    const scope = { list: 'restores' };
    const [at = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<Restore>(
      `
        select ${columnsOf(Restore, 'r')}
        from restore r
        where $1::timestamptz is null or (r.found_at, r.id) < ($1, $2::uuid)
        order by r.found_at desc, r.id desc
        limit $3`,
      [at, id, limit + 1],
    );
    return pageOf(found, limit, scope, (restore) => [restore.foundAt.toISOString(), restore.id], present);
  }

  /** 404 for an unknown one. */
  async one(id: string): Promise<RestoreDto> {
    const found = await this.database.manager.findOneBy(Restore, { id });
    if (!found) throw refuse(platformRefusals.not_found);
    return present(found);
  }

  /**
   * Lets messages leave again, once somebody looked at what the restore left. 401 `sign_in_again`, 404, 409
   * `state_conflict` for one that is released.
   */
  release(actor: Actor, id: string): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    return this.database.command(actor, async (tx) => {
      const done = { releasedAt: this.clock.now(), releasedBy: actor.personId };
      const released = await updateRows(tx, Restore, { id, releasedAt: null }, done);
      if (released === 0)
        throw refuse(
          (await tx.existsBy(Restore, { id })) ? platformRefusals.state_conflict : platformRefusals.not_found,
        );
      await this.events.record(tx, actor, { type: 'restore.released', subjectId: id });
      return id;
    });
  }

  /** For the command line on the server, where nobody can sign in: releases every restore, and answers how many. */
  releaseAll(doer: Doer): Promise<number> {
    return this.database.transaction(async (tx) => {
      const waiting = await tx.findBy(Restore, { releasedAt: IsNull(), readyAt: Not(IsNull()) });
      await tx.update(Restore, { releasedAt: IsNull(), readyAt: Not(IsNull()) }, { releasedAt: this.clock.now() });
      await this.events.record(tx, doer, ...waiting.map(({ id }) => ({ type: 'restore.released', subjectId: id })));
      return waiting.length;
    });
  }
}

const present = ({ id, foundAt, replayed, releasedAt, releasedBy }: Restore): RestoreDto => ({
  id,
  foundAt: foundAt.toISOString(),
  replayed,
  releasedAt: releasedAt?.toISOString() ?? null,
  releasedBy,
  can: releasedAt === null ? ['release'] : [],
});
