import { Injectable } from '@nestjs/common';
import type { Wish } from '../../college/wish.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isLiveSql } from '../enrolments/enrolment.sql.js';

/** What learners ask for beside a place, and places that somebody has to approve (BR-184). */
@Injectable()
export class EnrolmentWishService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The wishes of these people or on these runs, those that were answered among them; or all that still wait. An
   * adjustment is answered before the next session, at whatever time it is asked for.
   */
  wishes(about: readonly string[] | null): Promise<Wish[]> {
    return this.database.rows<Wish>(
      `
        select 'adjustment' as kind, a.id as "subjectId", e.person_id as "personId", a.requested_at as "askedAt",
          (
            select min(s.starts_at)
            from session s
            where s.run_id = e.run_id and s.starts_at > $2 and s.state in ('draft', 'published')
          ) as before,
          a.state <> 'requested' as answered
        from adjustment a
        join enrolment e on e.id = a.enrolment_id
        where case
            when $1::uuid[] is null then a.state = 'requested'
            else a.state <> 'ended' and (e.person_id = any ($1) or e.run_id = any ($1))
          end
          and (a.state <> 'requested' or ${isLiveSql('e.state')})
        union all
        select 'approval', e.id, e.person_id, e.joined_at, null, e.state <> 'requested'
        from enrolment e
        join run r on r.id = e.run_id
        where case
            when $1::uuid[] is null then e.state = 'requested' and r.state = 'open'
            else e.person_id = any ($1)
              and (
                e.state = 'requested' and r.state = 'open'
                  or e.state in ('waitlisted', 'offered', 'confirmed', 'declined')
              )
          end`,
      [about, this.clock.now()],
    );
  }
}
