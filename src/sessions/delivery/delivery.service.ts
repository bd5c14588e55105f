import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { aDay, aMinute, later } from '../../platform/calendar.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { transition } from '../../platform/states/state-table.js';
import type { DeliveryBody, DeliveryDto, DeliveryTimesBody } from './delivery.dto.js';
import { FacilitatorPresence, SessionWaiver } from './facilitator-presence.entity.js';
import type { DeliveryRole } from '../facilitators/facilitator.rules.js';
import { FacilitatorAssignment } from '../facilitators/facilitator-assignment.entity.js';
import { type Presence, refusalOfWaiver, wasCoDelivered } from './delivery.rules.js';
import { plans } from '../runs/run.policy.js';
import { RunReadinessService } from '../runs/run-readiness.service.js';
import { RunService } from '../runs/run.service.js';
import { Session } from '../sessions/session.entity.js';
import { sessionMoves } from '../sessions/session.rules.js';
import { type LockedSession, SessionService } from '../sessions/session.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { SessionMarks } from '../sessions/session-marks.js';
import { minutesBetween } from '../sessions/wall-time.rules.js';

/** What really happened: who was in the room, for how long, and with which leave. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly runs: RunService,
    private readonly readiness: RunReadinessService,
    private readonly sessions: SessionService,
    private readonly marks: SessionMarks,
  ) {}

  /**
   * Marks a session delivered, once it has begun, whoever was in the room: that decides whether it was co-delivered
   * (BR-29, BR-179). That nobody was there at all has to be said (BR-222).
   */
  deliver(actor: Actor, id: string, { presentFacilitatorIds, confirmEmpty, ...told }: DeliveryBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id);
      const to = transition(sessionMoves, session.state, 'delivered');
      const times = this.timesOf(session, told);
      const presences = await this.recordPresences(tx, actor, session, presentFacilitatorIds);
      if (presentFacilitatorIds.length === 0 && !confirmEmpty && !(await this.marks.presentAt(tx, id)))
        throw refuse(sessionsRefusals.nobody_was_there);
      const coDelivered = wasCoDelivered(presences, (await this.college.policy(tx)).allowPeerPlusPeerExpert);
      await tx.update(
        Session,
        { id },
        {
          state: to,
          deliveredAt: session.now,
          deliveredBy: actor.personId,
          ...times,
          coDelivered,
        },
      );
      await this.events.record(tx, actor, {
        type: 'session.delivered',
        subjectId: id,
        from: session.state,
        to,
        refs: { runId: session.runId, coDelivered },
      });
      return id;
    });
  }

  /**
   * Says anew how long a delivered session was, and when it began; completion and credit follow (BR-229). 422
   * `session_not_delivered`, 409 `delivery_locked` once the register has locked.
   */
  correct(actor: Actor, id: string, told: DeliveryTimesBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id, { ended: true });
      const { registerLockDays } = await this.college.policy(tx);
      if (session.deliveredAt === null) throw refuse(sessionsRefusals.session_not_delivered);
      if (later(session.deliveredAt, registerLockDays * aDay) <= session.now)
        throw refuse(sessionsRefusals.delivery_locked, { values: { days: registerLockDays } });
      await tx.update(Session, { id }, this.timesOf(session, told));
      await this.events.record(tx, actor, {
        type: 'session.delivery_corrected',
        subjectId: id,
        refs: { runId: session.runId },
      });
      return id;
    });
  }

  /**
   * A coordinator who does not facilitate the run notes that a session goes, or went, on without a peer who dropped out
   * and could not be replaced: until its register locks (BR-28, BR-179).
   */
  waive(actor: Actor, id: string, reason: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSession(tx, id);
      const { assigned } = await this.runs.relation(tx, actor.personId, session.runId);
      if (assigned) throw refuse(sessionsRefusals.waiver_by_facilitator);
      if (session.state === 'cancelled') throw refuse(sessionsRefusals.session_over);
      const { deliveredAt } = await tx.findOneByOrFail(Session, { id });
      const hasPeer = await this.hasPeer(tx, session);
      const policy = await this.college.policy(tx);
      const refused = refusalOfWaiver({ startsAt: session.startsAt, deliveredAt, hasPeer }, policy, session.now);
      if (refused === 'waiver_not_needed') throw refuse(sessionsRefusals.waiver_not_needed);
      if (refused === 'waiver_not_open')
        throw refuse(sessionsRefusals.waiver_not_open, {
          values: { hours: policy.peerDropOutHours, days: policy.registerLockDays },
        });
      await tx.insert(SessionWaiver, { sessionId: id, reason, givenBy: actor.personId, givenAt: session.now });
      await this.events.record(tx, actor, { type: 'session.waived', subjectId: id, refs: { runId: session.runId } });
      return id;
    });
  }

  /** Who was in the room; for the run's facilitators and those who plan, 404 for everybody else. */
  async one(actor: Actor, id: string): Promise<DeliveryDto> {
    const { runId } = await this.sessions.one(actor, id);
    const { facilitates } = await this.runs.relation(this.database, actor.personId, runId);
    const found = await this.database.row<Omit<DeliveryDto, 'countsTowardsPeerShare'>>(
      `
        select ${columnsOf(Session, 's', 'id', 'coDelivered', 'deliveredContactMinutes', 'startedMin')}, w.reason as "waiverReason",
          coalesce(
            (
              select json_agg(
                json_build_object('personId', p.person_id, 'deliveryRole', p.delivery_role, 'present', p.present)
                order by p.delivery_role, p.person_id
              )
              from facilitator_presence p
              where p.session_id = s.id
            ),
            '[]'
          ) as facilitators
        from session s
        left join session_waiver w on w.session_id = s.id and w.taken_back_at is null
        where s.id = $1`,
      [id],
    );
    if (!found || (!facilitates && !plans(actor))) throw refuse(platformRefusals.not_found);
    return { ...found, countsTowardsPeerShare: found.waiverReason === null };
  }

  private timesOf(
    { startsAt, endsAt, plannedContactMinutes, now }: LockedSession,
    { deliveredContactMinutes = plannedContactMinutes ?? 0, startedMin }: DeliveryTimesBody,
  ): Pick<Session, 'deliveredContactMinutes' | 'startedMin'> {
    const began = later(startsAt, (startedMin ?? 0) * aMinute);
    if (began > now) throw refuse(sessionsRefusals.session_not_begun);
    const most = minutesBetween(startsAt, endsAt);
    if (deliveredContactMinutes > most)
      throw refuse(sessionsRefusals.delivered_minutes_exceed_session, { values: { most } });
    return { deliveredContactMinutes, startedMin: startedMin ?? null };
  }

  private async recordPresences(
    tx: Tx,
    actor: Actor,
    { id: sessionId, runId, localStart, now }: LockedSession,
    presentIds: string[],
  ): Promise<Presence[]> {
    const expected = await rows<Omit<Presence, 'certified'>>(
      tx,
      `
        select ${columnsOf(FacilitatorAssignment, 'a', 'personId', 'deliveryRole', 'subjectExpert')},
          a.person_id = any ($2::uuid[]) as present
        from facilitator_assignment a
        where a.run_id = $1 and a.state = 'accepted'`,
      [runId, presentIds],
    );
    if (new Set(presentIds).size > expected.filter(({ present }) => present).length)
      throw refuse(sessionsRefusals.not_on_this_run);
    const counting = await this.readiness.certifiedOn(tx, runId, peersOf(expected), dayOf(localStart));
    const presences = expected.map((one) => ({
      ...one,
      certified: one.deliveryRole === 'peer' && counting.has(one.personId),
    }));
    const recorded = { sessionId, recordedBy: actor.personId, recordedAt: now };
    await tx.insert(
      FacilitatorPresence,
      presences.map(({ personId, deliveryRole, present, certified }) => ({
        ...recorded,
        personId,
        deliveryRole,
        present,
        certified,
      })),
    );
    return presences;
  }

  /** Whether somebody who counts as a peer that day is expected or, once it was delivered, was in the room. */
  private async hasPeer(tx: Tx, { id, runId, state, localStart }: LockedSession): Promise<boolean> {
    if (state === 'delivered')
      return tx.existsBy(FacilitatorPresence, { sessionId: id, present: true, certified: true });
    const { facts } = await this.readiness.facts(tx, runId);
    const accepted = facts.facilitators.filter((facilitator) => facilitator.state === 'accepted');
    return (await this.readiness.certifiedOn(tx, runId, peersOf(accepted), dayOf(localStart))).size > 0;
  }
}

const peersOf = (facilitators: readonly { personId: string; deliveryRole: DeliveryRole }[]): string[] =>
  facilitators.filter(({ deliveryRole }) => deliveryRole === 'peer').map(({ personId }) => personId);

const dayOf = (wallTime: string): string => wallTime.slice(0, 10);
