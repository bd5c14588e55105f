import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow, insertRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { canSeeAttendance, canSeeRegister, requireDaysFor } from '../register/attendance.policy.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import { contactOf, peopleDays } from '../register/register.queries.js';
import { facilitatesSql } from '../../sessions/facilitators/facilitation.sql.js';
import type { AttemptBody } from './welfare.dto.js';
import { type FollowUpRow, type StoredWishes, wishesOf } from './welfare.presenter.js';
import { followUps, sameTimeWorkingDaysLater } from './welfare.queries.js';
import { followUpMoves, type FollowUpState, type FollowUpTrigger, safeWays } from './welfare.rules.js';
import { WelfareAttempt, WelfareFollowUp } from './welfare-follow-up.entity.js';
import type { RunDays } from '../../sessions/facilitators/facilitator.rules.js';

/** Asking how somebody is who did not come, in ways that are safe for them, and never anything else (BR-57 to 59). */
@Injectable()
export class WelfareService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens one without an absence: by the learner, who would like to be asked, or by somebody of the run who is
   * concerned.
   */
  open(actor: Actor, enrolmentId: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const enrolment = await row<
        RunDays & {
          personId: string;
          runId: string;
          facilitates: boolean;
          rosterDays: number;
          contact: StoredWishes | null;
        }
      >(
        tx,
        `
          select e.person_id as "personId", e.run_id as "runId", ${facilitatesSql('$2', 'e.run_id')} as facilitates,
            ${peopleDays('e.run_id')}, ${contactOf('e.person_id')} as contact
          from enrolment e
          where e.id = $1 and e.confirmed_at is not null
          for no key update of e`,
        [enrolmentId, actor.personId],
      );
      if (!enrolment || !canSeeAttendance(actor, enrolment)) throw refuse(platformRefusals.not_found);
      const now = this.clock.now();
      requireDaysFor(actor, enrolment, now);
      const { personId, runId } = enrolment;
      const trigger: FollowUpTrigger = personId === actor.personId ? 'request' : 'concern';
      const standing = await findRow(
        tx,
        WelfareFollowUp,
        { enrolmentId, trigger, state: ['open', 'no_safe_channel', 'not_contactable'] },
        ['id'],
      );
      if (standing) throw refuse(attendanceRefusals.follow_up_open_already);
      const { policy, timeZone } = await this.college.current(tx);
      const closed = await rows<{ day: string }>(
        tx,
        'select day::text from closure_day where day >= $1::date - 2 order by day limit 400',
        [now],
      );
      const state = safeWays(wishesOf(enrolment.contact), policy, now).length === 0 ? 'no_safe_channel' : 'open';
      const closedDays = new Set(closed.map(({ day }) => day));
      const dueAt = await sameTimeWorkingDaysLater(tx, now, policy.welfareDueWorkingDays, timeZone, closedDays);
      const id = newId();
      await insertRow(tx, WelfareFollowUp, {
        id,
        enrolmentId,
        trigger,
        state,
        openedAt: now,
        openedBy: actor.personId,
        dueAt,
      });
      await this.events.record(tx, actor, {
        type: 'welfare_follow_up.opened',
        subjectId: id,
        personId,
        to: state,
        refs: { enrolmentId, runId, trigger, dueAt: dueAt.toISOString(), conversationOffered: false },
      });
      return id;
    });
  }

  /**
   * Records one attempt to get in touch. 422 `no_safe_channel` or `channel_not_safe` where the learner has not marked
   * it as safe, now, and `own_record` about oneself.
   */
  attempt(actor: Actor, id: string, { channel, outcome }: AttemptBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const followUp = await this.lockFollowUp(tx, actor, id);
      if (!canSeeRegister(actor, followUp)) throw refuse(platformRefusals.forbidden);
      refuseOwnRecord(actor, followUp.personId);
      const safe = safeWays(wishesOf(followUp.contact), await this.college.policy(tx), this.clock.now());
      if (safe.length === 0) throw refuse(attendanceRefusals.no_safe_channel);
      if (!safe.includes(channel))
        throw refuse(attendanceRefusals.channel_not_safe, { values: { channels: safe.join(', ') } });
      if (followUp.state !== outcome) transition(followUpMoves, followUp.state, outcome);
      await insertRow(tx, WelfareAttempt, {
        id: newId(),
        followUpId: id,
        at: this.clock.now(),
        by: actor.personId,
        channel,
        outcome,
      });
      await this.moveFollowUp(tx, actor, followUp, outcome);
      return id;
    });
  }

  /** The learner would rather not be asked; nobody gets in touch about this any more. */
  decline(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const followUp = await this.lockFollowUp(tx, actor, id);
      if (followUp.personId !== actor.personId) throw refuse(platformRefusals.forbidden);
      await this.moveFollowUp(
        tx,
        actor,
        followUp,
        transition(followUpMoves, followUp.state, 'learner_prefers_no_contact'),
      );
      return id;
    });
  }

  /** Closes a follow-up after something came of it. 422 `own_record` about oneself. */
  close(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const followUp = await this.lockFollowUp(tx, actor, id);
      if (!canSeeRegister(actor, followUp)) throw refuse(platformRefusals.forbidden);
      refuseOwnRecord(actor, followUp.personId);
      await this.moveFollowUp(tx, actor, followUp, transition(followUpMoves, followUp.state, 'closed'));
      return id;
    });
  }

  /** Guards the release of a place: somebody has asked how the person is, at least once (BR-56, 58). */
  async requireContact(tx: Tx, enrolmentId: string): Promise<void> {
    const asked = await row(
      tx,
      `
        select 1 as one
        from welfare_follow_up f
        join welfare_attempt t on t.follow_up_id = f.id
        where f.enrolment_id = $1
        limit 1`,
      [enrolmentId],
    );
    if (!asked) throw refuse(attendanceRefusals.welfare_contact_missing);
  }

  /** A session that was cancelled was missed by nobody: follow-ups about it are not needed any more. */
  async endForSession(doer: Doer, sessionId: string): Promise<void> {
    await this.database.transaction((tx) => this.endWaiting(tx, doer, 'f.session_id = $1', sessionId, 'not_needed'));
  }

  /** Whoever leaves is asked about nothing any more (BR-192). */
  endForLearner(tx: Tx, doer: Doer, personId: string): Promise<void> {
    return this.endWaiting(tx, doer, 'e.person_id = $1', personId, 'learner_prefers_no_contact');
  }

  private async endWaiting(
    tx: Tx,
    doer: Doer,
    which: string,
    of: string,
    to: 'not_needed' | 'learner_prefers_no_contact',
  ): Promise<void> {
    const ended = await rows<Pick<WelfareFollowUp, 'id' | 'enrolmentId'> & { personId: string }>(
      tx,
      `
        update welfare_follow_up f
        set state = $2
        from enrolment e
        where e.id = f.enrolment_id and ${which} and f.state in ('open', 'no_safe_channel', 'not_contactable')
        returning ${columnsOf(WelfareFollowUp, 'f', 'id', 'enrolmentId')}, e.person_id as "personId"`,
      [of, to],
    );
    await this.events.record(
      tx,
      doer,
      ...ended.map(({ id, enrolmentId, personId }) => ({
        type: `welfare_follow_up.${to === 'not_needed' ? to : 'answered'}`,
        subjectId: id,
        personId,
        to,
        refs: { enrolmentId },
      })),
    );
  }

  private async lockFollowUp(tx: Tx, actor: Actor, id: string): Promise<FollowUpRow> {
    await row(
      tx,
      `select ${columnsOf(WelfareFollowUp, 'f', 'id')} from welfare_follow_up f where f.id = $1 for no key update`,
      [id],
    );
    const found = await row<FollowUpRow>(tx, `${followUps} where f.id = $2`, [actor.personId, id]);
    if (!found || !canSeeAttendance(actor, found)) throw refuse(platformRefusals.not_found);
    requireDaysFor(actor, found, this.clock.now());
    return found;
  }

  private async moveFollowUp(
    tx: Tx,
    actor: Actor,
    { id, personId, state: from, enrolmentId }: FollowUpRow,
    to: FollowUpState,
  ): Promise<void> {
    const closing = to === 'closed';
    await updateRows(
      tx,
      WelfareFollowUp,
      { id },
      { state: to, closedAt: closing ? this.clock.now() : null, closedBy: closing ? actor.personId : null },
    );
    await this.events.record(tx, actor, {
      type: `welfare_follow_up.${closing ? 'closed' : 'answered'}`,
      subjectId: id,
      personId,
      from,
      to,
      refs: { enrolmentId },
    });
  }
}
