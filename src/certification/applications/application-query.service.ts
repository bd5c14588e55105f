import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import type { ApplicationDto, ApplicationQuery, ApplicationSummaryDto } from './application.dto.js';
import { applicationCan, canSeeApplication, isCertificationStaff } from './application.policy.js';
import {
  factsOfApplicant,
  listedApplications,
  oneApplication,
  type StoredApplication,
  type WholeApplication,
} from './application.queries.js';
import { type ApplicationState, mayBeDecided, stateOn } from './application.rules.js';
import { type Facts, unmetForStage, type Progress, progressOf } from './progress.rules.js';
import { RequirementSetService } from '../schemes/requirement-set.service.js';
import type { Requirements } from '../schemes/requirements.dto.js';
import { presentApplicationSummary } from './application.presenter.js';

/** An application with the requirements that count for it today. */
export interface ApplicationToday extends WholeApplication {
  terms: Requirements;
  today: string;
}

/** Applications as applicants, staff and panels see them, and how far each has come. */
@Injectable()
export class ApplicationQueryService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly sets: RequirementSetService,
  ) {}

  /** For the applicant and staff, and for panel members once it was handed in. */
  async one(actor: Actor, id: string): Promise<ApplicationDto> {
    return this.database.transaction(async (tx) => {
      const found = await row<WholeApplication>(tx, oneApplication, [id]);
      if (!found || !canSeeApplication(actor, found)) throw refuse(platformRefusals.not_found);
      const { application, state } = await this.withStateToday(tx, found);
      const progress = await this.progress(tx, application);
      const missing = Object.values(progress.missing).flat();
      return {
        ...presentApplicationSummary(found, state),
        requirementSetId: found.requirementSetId,
        requirementSetNumber: found.requirementSetNumber,
        terms: application.terms,
        missing: found.missing,
        progress: { ...progress, missing: missing.map(asGate), missingNow: unmetForStage(state, progress).map(asGate) },
        reasons: found.reasons,
        appealUntil: found.appealUntil,
        certificationId: found.certificationId,
        can: applicationCan(actor, found.personId, state, mayBeDecided(state, found.appealUntil, application.today)),
      };
    });
  }

  /** Mine; for staff everybody's, and for panel members what was handed in. Started last first. */
  async list(actor: Actor, { limit, cursor, state, personId }: ApplicationQuery): Promise<Page<ApplicationSummaryDto>> {
    const scope = { list: 'certification-applications', state, personId };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<StoredApplication>(listedApplications(is(actor, 'panel_member')), [
      isCertificationStaff(actor) ? null : actor.personId,
      state ?? null,
      personId ?? null,
      before,
      limit + 1,
    ]);
    const { policy, timeZone } = await this.college.current();
    const today = dateAt(this.clock.now(), timeZone);
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) =>
        presentApplicationSummary(
          each,
          stateOn(each.state, dateAt(each.touchedAt, timeZone), today, policy.applicationIdleMonths),
        ),
    );
  }

  /** How far the applicant has come, counted up to the day on which it was handed in. */
  async progress(tx: Tx, { id, personId, terms, submittedAt, today }: ApplicationToday): Promise<Progress> {
    const facts = await row<Omit<Facts, 'asOf' | 'today'>>(tx, factsOfApplicant, [personId, id]);
    if (!facts) throw refuse(platformRefusals.not_found);
    const { timeZone } = await this.college.current(tx);
    return progressOf(terms, { ...facts, today, asOf: submittedAt ? dateAt(submittedAt, timeZone) : today });
  }

  /** Where it stands today, which may be `expired` before a job has said so. */
  async withStateToday(
    tx: Tx,
    found: WholeApplication,
  ): Promise<{ application: ApplicationToday; state: ApplicationState }> {
    const { policy, timeZone } = await this.college.current(tx);
    const today = dateAt(this.clock.now(), timeZone);
    const terms = found.terms ?? (await this.sets.inForce(tx, found.schemeId, today)).terms;
    return {
      application: { ...found, terms, today },
      state: stateOn(found.state, dateAt(found.touchedAt, timeZone), today, policy.applicationIdleMonths),
    };
  }
}

const asGate = ({ code, message }: { code: string; message: string }) => ({ code, message });
