import { Injectable } from '@nestjs/common';
import { daysLater } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { refuse } from '../../platform/errors/refusal.js';
import { BusinessDayService } from '../calendar/business-day.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { inForceOrResting } from '../certifications/certification.rules.js';
import type { LockedCertification } from '../certifications/certification.service.js';
import type { AppealOutcomeBody, RevocationBody } from './due-process.dto.js';
import { answerTo, decisionWindow, openNotice } from './due-process.rules.js';
import { CertificationActService } from './certification-act.service.js';

/** Revocation with its clocks: notice, answer, decision and appeal (BR-93, BR-94). */
@Injectable()
export class RevocationService {
  constructor(
    private readonly businessDays: BusinessDayService,
    private readonly acts: CertificationActService,
  ) {}

  /**
   * Tells the holder what is held against them, and until when they can answer (BR-94). 422 `reasons_required`, 409
   * `notice_open`.
   */
  giveNotice(actor: Actor, id: string, reasons: string | undefined): Promise<string> {
    return this.acts.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, state, today, policy } = certification;
      if (!inForceOrResting.includes(state) && state !== 'lapsed') throw refuse(certificationRefusals.not_standing);
      if (!reasons) throw refuse(certificationRefusals.reasons_required);
      if (this.noticeIsOpen(certification)) throw refuse(certificationRefusals.notice_open);
      const old = openNotice(history.acts);
      if (old) await this.acts.record(tx, actor, certification, { kind: 'dismissed', aboutId: old.id });
      await this.acts.record(tx, actor, certification, {
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
    return this.acts.byHolder(actor, id, async (tx, certification) => {
      const notice = openNotice(certification.history.acts);
      if (!notice) throw refuse(certificationRefusals.no_notice);
      if (answerTo(certification.history.acts, notice.id, 'responded'))
        throw refuse(certificationRefusals.answered_already);
      if (!words) throw refuse(certificationRefusals.reasons_required);
      if (notice.answerBy !== null && certification.today > notice.answerBy)
        throw refuse(certificationRefusals.response_window_over, { values: { until: notice.answerBy } });
      await this.acts.record(tx, actor, certification, { kind: 'responded', aboutId: notice.id, words });
    });
  }

  /**
   * Decides on a notice (BR-93, BR-94). 409 `no_notice`, `response_window_open`, `decision_window_over`; 422
   * `reasons_required`.
   */
  decideRevocation(actor: Actor, id: string, { outcome, reasons }: RevocationBody): Promise<string> {
    return this.acts.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, today, policy } = certification;
      const notice = openNotice(history.acts);
      if (!notice) throw refuse(certificationRefusals.no_notice);
      const open = decisionWindow(
        notice,
        answerTo(history.acts, notice.id, 'responded'),
        policy.revocationDecisionDays,
        daysLater,
      );
      if (outcome === 'revoked' && today < open.from)
        throw refuse(certificationRefusals.response_window_open, { values: { until: notice.answerBy ?? today } });
      if (outcome === 'revoked' && today > open.through)
        throw refuse(certificationRefusals.decision_window_over, { values: { until: open.through } });
      if (outcome === 'dismissed')
        return this.acts.record(tx, actor, certification, { kind: 'dismissed', aboutId: notice.id, words: reasons });
      if (!reasons) throw refuse(certificationRefusals.reasons_required);
      const answerBy = await this.businessDays.later(tx, today, policy.appealBusinessDays);
      await this.acts.record(tx, actor, certification, {
        kind: 'revoked',
        aboutId: notice.id,
        fromOn: today,
        answerBy,
        words: reasons,
      });
    });
  }

  /** A notice that can still be answered or decided on; one whose time ran out does not stand in the way of another. */
  private noticeIsOpen({ history: { acts }, policy, today }: LockedCertification): boolean {
    const notice = openNotice(acts);
    return (
      notice !== undefined &&
      today <=
        decisionWindow(notice, answerTo(acts, notice.id, 'responded'), policy.revocationDecisionDays, daysLater).through
    );
  }

  /** 409 `nothing_to_appeal`, 422 `appeal_window_closed`. */
  appeal(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.acts.byHolder(actor, id, async (tx, certification) => {
      const { acts } = certification.history;
      const revoked = acts.findLast(({ kind }) => kind === 'revoked');
      if (!revoked || answerTo(acts, revoked.id, 'appealed')) throw refuse(certificationRefusals.nothing_to_appeal);
      if (revoked.answerBy !== null && certification.today > revoked.answerBy)
        throw refuse(certificationRefusals.appeal_window_closed, { values: { until: revoked.answerBy } });
      if (!words) throw refuse(certificationRefusals.reasons_required);
      await this.acts.record(tx, actor, certification, { kind: 'appealed', aboutId: revoked.id, words });
    });
  }

  /**
   * By somebody who did not revoke it (BR-94). 409 `nothing_to_appeal`, 422 `appeal_needs_another`, `reasons_required`.
   */
  decideAppeal(actor: Actor, id: string, { outcome, reasons }: AppealOutcomeBody): Promise<string> {
    return this.acts.bySomebodyElse(actor, id, async (tx, certification) => {
      const { acts } = certification.history;
      const appealed = acts.findLast(({ kind }) => kind === 'appealed');
      if (!appealed || answerTo(acts, appealed.id, 'upheld', 'overturned'))
        throw refuse(certificationRefusals.nothing_to_appeal);
      if (acts.find((act) => act.id === appealed.aboutId)?.byId === actor.personId)
        throw refuse(certificationRefusals.appeal_needs_another);
      if (!reasons) throw refuse(certificationRefusals.reasons_required);
      await this.acts.record(tx, actor, certification, { kind: outcome, aboutId: appealed.id, words: reasons });
    });
  }
}
