import { Injectable } from '@nestjs/common';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';
import { Every } from '../platform/jobs/job.decorators.js';
import { RunRiskService } from '../sessions/runs/run-risk.service.js';

/**
 * Each coming session without a whole pair, or whose wall shows another time than planned, is a task of staff, which
 * settles itself once nothing is wrong any more (BR-30, BR-179, BR-221). Whatever may have changed that asks anew; days
 * that pass are asked about every night.
 */
@Injectable()
export class SessionsAtRiskAreTasks {
  constructor(
    private readonly runRisks: RunRiskService,
    private readonly tasks: StaffTaskService,
  ) {}

  @On(
    [
      'certification.expired',
      'certification.extended',
      'certification.granted',
      'certification.inactivated',
      'certification.interim_suspended',
      'certification.lapsed',
      'certification.overturned',
      'certification.reactivated',
      'certification.renewal_accepted',
      'certification.revoked',
      'certification.surrendered',
      'certification.suspended',
      'certification.suspension_lifted',
      'certification.verified',
      'course.peer_tracks_set',
      'facilitator.accepted',
      'facilitator.stood_down',
      'role.ended',
      'role.given',
      'run.opened',
      'session.changed',
      'session.drafted',
      'session.published',
      'session.rescheduled',
      'session.time_kept',
      'session_series.drafted',
      'session_series.changed',
    ],
    'flag-sessions',
  )
  followAbout({ subjectId, personId, refs }: RecordedEvent): Promise<void> {
    const { runId } = refs ?? {};
    return this.follow([subjectId, ...(personId ? [personId] : []), ...(typeof runId === 'string' ? [runId] : [])]);
  }

  /** A setting may say who counts as a peer. */
  @On('college.changed', 'flag-sessions')
  @Every('17 4 * * *', 'sessions-at-risk')
  followAll(): Promise<void> {
    return this.follow(null);
  }

  private async follow(about: string[] | null): Promise<void> {
    const { atRisk, whole } = await this.runRisks.judgeSessions(about);
    await this.tasks.follow(
      'session_at_risk',
      atRisk.map(({ id, startsAt, personId }) => ({ subjectId: id, personId, dueAt: startsAt })),
      whole,
    );
  }
}
