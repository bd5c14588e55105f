import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { row, type Tx } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Run } from './run.entity.js';
import { sessionsRefusals } from '../sessions.refusals.js';

/** What this module has to say when a course version is retired or reviewed. */
@Injectable()
export class VersionGuardService {
  /** 422 `future_runs_exist` while a run of the version is drafted or open (BR-13). */
  async refuseRetirement(tx: Tx, versionId: string): Promise<void> {
    const count = await tx.countBy(Run, { versionId, state: In(['draft', 'open']) });
    if (count > 0) throw refuse(sessionsRefusals.future_runs_exist, { values: { count } });
  }

  /**
   * 422 `qa_reviewer_facilitates` when everybody who approves with lived experience also facilitates the course (BR-6).
   */
  async refuseReview(tx: Tx, reviewId: string): Promise<void> {
    const tied = await row(
      tx,
      `
        select 1 as one
        from qa_review v
        join course_version cv on cv.id = v.version_id
        where v.id = $1
          and v.outcome = 'approve'
          and not exists (
            select
            from qa_reviewer w
            where w.review_id = v.id
              and w.lived_experience
              and not exists (
                select
                from facilitator_assignment a
                join run r on r.id = a.run_id
                join course_version of_run on of_run.id = r.version_id
                where a.person_id = w.person_id
                  and a.state = 'accepted'
                  and r.state in ('draft', 'open')
                  and of_run.course_id = cv.course_id
              )
          )`,
      [reviewId],
    );
    if (tied) throw refuse(sessionsRefusals.qa_reviewer_facilitates);
  }
}
