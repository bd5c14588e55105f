import { Injectable } from '@nestjs/common';
import type { Wish } from '../../college/wish.rules.js';
import { isAwaySql } from '../../people/registration/registration.sql.js';
import { Database } from '../../platform/database/database.js';

/** Which facilitators would like to talk about a session in supervision (BR-184). */
@Injectable()
export class SupervisionWishService {
  constructor(private readonly database: Database) {}

  /** The wishes of these people, or all of them. */
  wishes(about: readonly string[] | null): Promise<Wish[]> {
    return this.database.rows<Wish>(
      `
        select 'supervision' as kind, d.session_id as "subjectId", d.person_id as "personId",
          d.supervision_asked_at as "askedAt", null as before, false as answered
        from session_debrief d
        where d.supervision_asked_at is not null
          and not ${isAwaySql('d.person_id')}
          and ($1::uuid[] is null or d.person_id = any ($1))`,
      [about],
    );
  }
}
