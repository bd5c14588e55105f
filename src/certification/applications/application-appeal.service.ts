import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { ApplicationService } from './application.service.js';
import { ApplicationAppeal } from './certification-application.entity.js';
import { certificationRefusals } from '../certification.refusals.js';
import type { AppealDecisionBody } from './panel.dto.js';
import { PanelService } from './panel.service.js';

/** An applicant who was refused sees it differently, and a panel of other people looks again (BR-93). */
@Injectable()
export class ApplicationAppealService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly applications: ApplicationService,
    private readonly panels: PanelService,
  ) {}

  /** The applicant sees it differently. 422 `appeal_window_closed`, 409 `state_conflict`. */
  appeal(actor: Actor, applicationId: string, grounds: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const application = await this.applications.lockOwnApplication(tx, actor, applicationId);
      if (
        application.state === 'refused' &&
        application.appealUntil !== null &&
        application.today > application.appealUntil
      ) {
        throw refuse(certificationRefusals.appeal_window_closed, { values: { until: application.appealUntil } });
      }
      await this.applications.moveApplication(tx, actor, application, 'appeal');
      await tx.insert(ApplicationAppeal, { applicationId, grounds, appealedAt: this.clock.now() });
      return applicationId;
    });
  }

  /** A panel of other people looks again. */
  decideAppeal(actor: Actor, applicationId: string, body: AppealDecisionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const application = await this.applications.lockOthersApplication(tx, actor, applicationId);
      const satBefore = await row(
        tx,
        `
          select
          from panel_member m
          join panel_decision d on d.id = m.decision_id
          where d.application_id = $1 and m.person_id = any ($2)`,
        [applicationId, body.members.map(({ personId }) => personId)],
      );
      if (satBefore) throw refuse(certificationRefusals.panel_composition);
      await this.panels.recordDecision(tx, actor, application, 'appeal', body);
      return applicationId;
    });
  }
}
