import { Injectable } from '@nestjs/common';
import type { Wish } from '../../college/wish.rules.js';
import { Database } from '../../platform/database/database.js';

/** Who would like a welcome conversation (BR-42, BR-184). */
@Injectable()
export class WelcomeWishService {
  constructor(private readonly database: Database) {}

  /** The wishes of these people, or all of them. */
  wishes(about: readonly string[] | null): Promise<Wish[]> {
    return this.database.rows<Wish>(
      `
        select 'welcome_conversation' as kind, r.person_id as "subjectId", r.person_id as "personId",
          r.welcome_conversation_asked_at as "askedAt", null as before, false as answered
        from registration r
        where r.welcome_conversation_asked_at is not null and ($1::uuid[] is null or r.person_id = any ($1))`,
      [about],
    );
  }
}
