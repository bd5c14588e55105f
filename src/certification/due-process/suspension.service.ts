import { Injectable } from '@nestjs/common';
import { daysLater } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { refuse } from '../../platform/errors/refusal.js';
import { certificationRefusals } from '../certification.refusals.js';
import { inForceOrResting, suspensionsOf } from '../certifications/certification.rules.js';
import type { SuspensionBody } from './due-process.dto.js';
import { CertificationActService } from './certification-act.service.js';

/** Suspension, with reasons or at once for safety, and its end (BR-95). */
@Injectable()
export class SuspensionService {
  constructor(private readonly acts: CertificationActService) {}

  /**
   * 422 `reasons_required` or `safety_reason_required`; 409 `interim_renewed_by_same_person`,
   * `interim_renewed_already`, `not_standing`.
   */
  suspend(actor: Actor, id: string, { interim = false, fromOn, untilOn, reasons }: SuspensionBody): Promise<string> {
    return this.acts.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, state, today, policy } = certification;
      if (!inForceOrResting.includes(state)) throw refuse(certificationRefusals.not_standing);
      if (!reasons)
        throw refuse(interim ? certificationRefusals.safety_reason_required : certificationRefusals.reasons_required);
      if (!interim && fromOn !== undefined && fromOn < today) throw refuse(certificationRefusals.day_passed);
      if (!interim)
        return this.acts.record(tx, actor, certification, {
          kind: 'suspended',
          fromOn: fromOn ?? today,
          untilOn,
          words: reasons,
        });
      const interims = suspensionsOf(history).filter(({ id: of }) =>
        history.acts.some((act) => act.id === of && act.kind === 'interim_suspended'),
      );
      if (interims.some(({ from }) => from > today)) throw refuse(certificationRefusals.interim_renewed_already);
      const before = interims.findLast(
        ({ through }) => through !== null && daysLater(through, policy.interimSuspensionDays) >= today,
      );
      const imposedBy = history.acts.find((act) => act.id === before?.id)?.byId;
      if (before && imposedBy === actor.personId) throw refuse(certificationRefusals.interim_renewed_by_same_person);
      const from = before?.through && before.through >= today ? daysLater(before.through, 1) : today;
      await this.acts.record(tx, actor, certification, {
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
    return this.acts.bySomebodyElse(actor, id, async (tx, certification) => {
      const { history, today } = certification;
      const running = suspensionsOf(history).filter(({ through }) => through === null || through >= today);
      if (running.length === 0) throw refuse(certificationRefusals.not_suspended);
      for (const { id: aboutId, from } of running)
        await this.acts.record(tx, actor, certification, {
          kind: 'suspension_lifted',
          aboutId,
          fromOn: from > today ? from : today,
          words: reasons,
        });
    });
  }
}
