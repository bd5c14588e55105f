import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { refuse as refusePlatform } from '../../platform/errors/platform.refusals.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { BusinessDayService } from '../calendar/business-day.service.js';
import { refuse } from '../certification.refusals.js';
import { openRest, inForceOrResting, suspensionsOf } from '../certifications/certification.rules.js';
import { CertificationService, type LockedCertification } from '../certifications/certification.service.js';
import type { ActDto, AppealOutcomeBody, RevocationBody, SuspensionBody } from './due-process.dto.js';
import { type ActKind, answerTo, decisionWindow, openNotice } from './due-process.rules.js';
import { daysLater } from '../certifications/expiry.rules.js';

interface Step {
  kind: ActKind;
  aboutId?: string;
  fromOn?: string;
  untilOn?: string;
  answerBy?: string;
  words?: string;
}

/** Suspension and revocation with their clocks, and the holder's answers and appeals (BR-93 to BR-95). */
@Injectable()
export class DueProcessService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly businessDays: BusinessDayService,
    private readonly certifications: CertificationService,
  ) {}

  /**
   * 422 `reasons_required` or `safety_reason_required`; 409 `interim_renewed_by_same_person`,
   * `interim_renewed_already`, `not_standing`.
   */
  suspend(actor: Actor, id: string, { interim = false, fromOn, untilOn, reasons }: SuspensionBody): Promise<string> {
    return this.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, state, today, policy } = certification;
      if (!inForceOrResting.includes(state)) throw refuse('not_standing');
      if (!reasons) throw refuse(interim ? 'safety_reason_required' : 'reasons_required');
      if (!interim && fromOn !== undefined && fromOn < today) throw refuse('day_passed');
      if (!interim)
        return this.recordAct(tx, actor, certification, {
          kind: 'suspended',
          fromOn: fromOn ?? today,
          untilOn,
          words: reasons,
        });
      const interims = suspensionsOf(history).filter(({ id: of }) =>
        history.acts.some((act) => act.id === of && act.kind === 'interim_suspended'),
      );
      if (interims.some(({ from }) => from > today)) throw refuse('interim_renewed_already');
      const before = interims.findLast(
        ({ through }) => through !== null && daysLater(through, policy.interimSuspensionDays) >= today,
      );
      const imposedBy = history.acts.find((act) => act.id === before?.id)?.byId;
      if (before && imposedBy === actor.personId) throw refuse('interim_renewed_by_same_person');
      const from = before?.through && before.through >= today ? daysLater(before.through, 1) : today;
      await this.recordAct(tx, actor, certification, {
        kind: 'interim_suspended',
        aboutId: before?.id,
        fromOn: from,
        untilOn: daysLater(from, policy.interimSuspensionDays - 1),
        words: reasons,
      });
    });
  }

  /** From today on every suspension that runs is over. 409 `not_suspended`. */
  lift(actor: Actor, id: string, reasons: string | undefined): Promise<string> {
    return this.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, today } = certification;
      const running = suspensionsOf(history).filter(({ through }) => through === null || through >= today);
      if (running.length === 0) throw refuse('not_suspended');
      for (const { id: aboutId, from } of running)
        await this.recordAct(tx, actor, certification, {
          kind: 'suspension_lifted',
          aboutId,
          fromOn: from > today ? from : today,
          words: reasons,
        });
    });
  }

  /**
   * Tells the holder what is held against them, and until when they can answer (BR-94). 422 `reasons_required`, 409
   * `notice_open`.
   */
  giveNotice(actor: Actor, id: string, reasons: string | undefined): Promise<string> {
    return this.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, state, today, policy } = certification;
      if (!inForceOrResting.includes(state) && state !== 'lapsed') throw refuse('not_standing');
      if (!reasons) throw refuse('reasons_required');
      if (this.undecided(certification)) throw refuse('notice_open');
      const old = openNotice(history.acts);
      if (old) await this.recordAct(tx, actor, certification, { kind: 'dismissed', aboutId: old.id });
      await this.recordAct(tx, actor, certification, {
        kind: 'revocation_notice',
        answerBy: daysLater(today, policy.revocationResponseDays),
        words: reasons,
      });
    });
  }

  /**
   * What the holder says to a notice; from then on it can be decided. 409 `no_notice`, `answered_already`,
   * `response_window_over`.
   */
  respond(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.byHolder(actor, id, async (tx, certification) => {
      const notice = openNotice(certification.history.acts);
      if (!notice) throw refuse('no_notice');
      if (answerTo(certification.history.acts, notice.id, 'responded')) throw refuse('answered_already');
      if (!words) throw refuse('reasons_required');
      if (notice.answerBy !== null && certification.today > notice.answerBy)
        throw refuse('response_window_over', { values: { until: notice.answerBy } });
      await this.recordAct(tx, actor, certification, { kind: 'responded', aboutId: notice.id, words });
    });
  }

  /**
   * Decides on a notice (BR-93, BR-94). 409 `no_notice`, `response_window_open`, `decision_window_over`; 422
   * `reasons_required`.
   */
  decideRevocation(actor: Actor, id: string, { outcome, reasons }: RevocationBody): Promise<string> {
    return this.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, today, policy } = certification;
      const notice = openNotice(history.acts);
      if (!notice) throw refuse('no_notice');
      const open = decisionWindow(
        notice,
        answerTo(history.acts, notice.id, 'responded'),
        policy.revocationDecisionDays,
        daysLater,
      );
      if (outcome === 'revoked' && today < open.from)
        throw refuse('response_window_open', { values: { until: notice.answerBy ?? today } });
      if (outcome === 'revoked' && today > open.through)
        throw refuse('decision_window_over', { values: { until: open.through } });
      if (outcome === 'dismissed')
        return this.recordAct(tx, actor, certification, { kind: 'dismissed', aboutId: notice.id, words: reasons });
      if (!reasons) throw refuse('reasons_required');
      const answerBy = await this.businessDays.later(tx, today, policy.appealBusinessDays);
      await this.recordAct(tx, actor, certification, {
        kind: 'revoked',
        aboutId: notice.id,
        fromOn: today,
        answerBy,
        words: reasons,
      });
    });
  }

  /** 409 `nothing_to_appeal`, 422 `appeal_window_closed`. */
  appeal(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.byHolder(actor, id, async (tx, certification) => {
      const { acts } = certification.history;
      const revoked = acts.findLast(({ kind }) => kind === 'revoked');
      if (!revoked || answerTo(acts, revoked.id, 'appealed')) throw refuse('nothing_to_appeal');
      if (revoked.answerBy !== null && certification.today > revoked.answerBy)
        throw refuse('appeal_window_closed', { values: { until: revoked.answerBy } });
      if (!words) throw refuse('reasons_required');
      await this.recordAct(tx, actor, certification, { kind: 'appealed', aboutId: revoked.id, words });
    });
  }

  /**
   * By somebody who did not revoke it (BR-94). 409 `nothing_to_appeal`, 422 `appeal_needs_another`, `reasons_required`.
   */
  decideAppeal(actor: Actor, id: string, { outcome, reasons }: AppealOutcomeBody): Promise<string> {
    return this.bySomebodyElse(actor, id, async (tx, certification) => {
      const { acts } = certification.history;
      const appealed = acts.findLast(({ kind }) => kind === 'appealed');
      if (!appealed || answerTo(acts, appealed.id, 'upheld', 'overturned')) throw refuse('nothing_to_appeal');
      if (acts.find((act) => act.id === appealed.aboutId)?.byId === actor.personId)
        throw refuse('appeal_needs_another');
      if (!reasons) throw refuse('reasons_required');
      await this.recordAct(tx, actor, certification, { kind: outcome, aboutId: appealed.id, words: reasons });
    });
  }

  /** The holder lets it rest; its dates go on. 409 `not_standing`. */
  inactivate(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.byHolder(actor, id, async (tx, certification) => {
      if (openRest(certification.history) || !inForceOrResting.includes(certification.state))
        throw refuse('not_standing');
      await this.recordAct(tx, actor, certification, { kind: 'inactivated', fromOn: certification.today, words });
    });
  }

  /** From today on it counts again, as far as its dates go. 409 `not_inactive`. */
  reactivate(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.byHolder(actor, id, async (tx, certification) => {
      const rest = openRest(certification.history);
      if (!rest) throw refuse('not_inactive');
      await this.recordAct(tx, actor, certification, {
        kind: 'reactivated',
        aboutId: rest.id,
        fromOn: certification.today,
        words,
      });
    });
  }

  /** The holder gives it back. */
  surrender(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.byHolder(actor, id, async (tx, certification) => {
      if (!inForceOrResting.includes(certification.state)) throw refuse('not_standing');
      await this.recordAct(tx, actor, certification, { kind: 'surrendered', fromOn: certification.today, words });
    });
  }

  /** Every step, oldest first; for the holder and staff. */
  async list(actor: Actor, id: string): Promise<ActDto[]> {
    await this.certifications.stored(actor, id);
    return this.database.rows<ActDto & Record<string, unknown>>(
      `
        select a.id, a.kind, a.about_id as "aboutId", a.from_on::text as "fromOn", a.until_on::text as "untilOn",
          a.answer_by::text as "answerBy", a.taken_on::text as "takenOn", a.taken_by as "takenBy", w.words
        from certification_act a
        left join certification_act_words w on w.act_id = a.id
        where a.certification_id = $1
        order by a.taken_at, a.id
        limit 200`,
      [id],
    );
  }

  /** A notice that can still be answered or decided on; one whose time ran out does not stand in the way of another. */
  private undecided({ history: { acts }, policy, today }: LockedCertification): boolean {
    const notice = openNotice(acts);
    return (
      notice !== undefined &&
      today <=
        decisionWindow(notice, answerTo(acts, notice.id, 'responded'), policy.revocationDecisionDays, daysLater).through
    );
  }

  private bySomebodyElse(
    actor: Actor,
    id: string,
    step: (tx: Tx, certification: LockedCertification) => Promise<void>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const certification = await this.certifications.lockCertification(tx, actor, id);
      if (certification.stored.personId === actor.personId) throw refuse('own_certification');
      await step(tx, certification);
      return id;
    });
  }

  private byHolder(
    actor: Actor,
    id: string,
    step: (tx: Tx, certification: LockedCertification) => Promise<void>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const certification = await this.certifications.lockCertification(tx, actor, id);
      if (certification.stored.personId !== actor.personId) throw refusePlatform('forbidden');
      await step(tx, certification);
      return id;
    });
  }

  private async recordAct(
    tx: Tx,
    actor: Actor,
    { stored, today }: LockedCertification,
    { kind, aboutId, fromOn, untilOn, answerBy, words }: Step,
  ): Promise<void> {
    const id = newId();
    await changed(
      tx,
      `
        insert into certification_act (
          id, certification_id, holder_id, kind, about_id, from_on, until_on, answer_by, taken_on, taken_by, taken_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        stored.id,
        stored.personId,
        kind,
        aboutId ?? null,
        fromOn ?? null,
        untilOn ?? null,
        answerBy ?? null,
        today,
        actor.personId,
        this.clock.now(),
      ],
    );
    if (words) await changed(tx, 'insert into certification_act_words (act_id, words) values ($1, $2)', [id, words]);
    await this.certifications.touchVersion(tx, stored.id);
    await this.events.record(tx, actor, {
      type: `certification.${kind}`,
      subjectId: stored.id,
      personId: stored.personId,
      refs: { actId: id, fromOn: fromOn ?? null },
    });
  }
}
