import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { In, Not } from 'typeorm';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { ApplicationBody } from './application.dto.js';
import { canSeeApplication } from './application.policy.js';
import { oneApplication, type WholeApplication } from './application.queries.js';
import { applicationMoves, type ApplicationState, nextStage, stateOn, statesOver } from './application.rules.js';
import { CertificationApplication } from './certification-application.entity.js';
import { certificationRefusals } from '../certification.refusals.js';
import { unmetForStage } from './progress.rules.js';
import { CertificationScheme } from '../schemes/certification-scheme.entity.js';
import { RequirementSetService } from '../schemes/requirement-set.service.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';
import { ApplicationQueryService, type ApplicationToday } from './application-query.service.js';

/** One under its lock, for a command. */
export type LockedApplication = ApplicationToday;

/** From the first draft to the panel: who applies, what is missing, and the next stage (BR-86 to BR-90). */
@Injectable()
export class ApplicationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly sets: RequirementSetService,
    private readonly certifications: CertificationQueryService,
    private readonly queries: ApplicationQueryService,
  ) {}

  /**
   * 404 for an unknown scheme; 409 `application_open_already`, `certified_already`; 422 `scheme_is_external`,
   * `nothing_required_yet`.
   */
  start(actor: Actor, { schemeId }: ApplicationBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const scheme = await tx.findOneBy(CertificationScheme, { id: schemeId });
      if (!scheme) throw refuse(platformRefusals.not_found);
      if (scheme.issuer !== 'college') throw refuse(certificationRefusals.scheme_is_external);
      if (await this.certifications.holdsUnder(tx, actor.personId, schemeId))
        throw refuse(certificationRefusals.certified_already);
      await this.sets.inForce(tx, schemeId, (await this.certifications.today(tx)).today);
      await this.expireIdle(tx, actor, schemeId);
      const id = newId();
      const now = this.clock.now();
      await tx.insert(CertificationApplication, {
        id,
        personId: actor.personId,
        schemeId,
        startedAt: now,
        touchedAt: now,
      });
      await this.events.record(tx, actor, {
        type: 'certification_application.started',
        subjectId: id,
        refs: { schemeId },
      });
      return id;
    });
  }

  /** Hands it in. The first time, it takes the requirement set in force today, for good (BR-86). */
  submit(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const application = await this.lockOwnApplication(tx, actor, id);
      const setId =
        application.requirementSetId ?? (await this.sets.inForce(tx, application.schemeId, application.today)).id;
      await tx.update(
        CertificationApplication,
        { id },
        { setId, submittedAt: application.submittedAt ?? this.clock.now(), missing: null },
      );
      await this.moveApplication(tx, actor, application, 'submitted');
      return id;
    });
  }

  /** Hands it back with what is missing. */
  giveBack(actor: Actor, id: string, missing: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const application = await this.lockOthersApplication(tx, actor, id);
      await this.moveApplication(tx, actor, application, 'returned');
      await tx.update(CertificationApplication, { id }, { missing });
      return id;
    });
  }

  withdraw(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      await this.moveApplication(tx, actor, await this.lockOwnApplication(tx, actor, id), 'withdrawn');
      return id;
    });
  }

  /** Takes it to the next stage; 422 `stage_incomplete` with everything that is missing for it (BR-88 to BR-90). */
  advance(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const application = await this.lockOthersApplication(tx, actor, id);
      const errors = unmetForStage(application.state, await this.queries.progress(tx, application));
      if (errors.length > 0) throw refuse(certificationRefusals.stage_incomplete, { errors });
      const to = nextStage[application.state];
      if (!to) throw refuse(certificationRefusals.nothing_to_advance);
      await this.moveApplication(tx, actor, application, to);
      return id;
    });
  }

  /**
   * Locks an application for a command; 404 when the actor may not see it, 409 `application_expired` when it has been
   * idle too long.
   */
  async lockApplication(tx: Tx, actor: Actor, id: string): Promise<LockedApplication> {
    const application = await this.lockApplicationUnseen(tx, id);
    if (!canSeeApplication(actor, application)) throw refuse(platformRefusals.not_found);
    return application;
  }

  /** Locks an application for somebody who has a part in it without seeing all of it, such as an assessor. */
  async lockApplicationUnseen(tx: Tx, id: string): Promise<LockedApplication> {
    await tx.findOne(CertificationApplication, {
      select: { id: true },
      where: { id },
      lock: { mode: 'for_no_key_update' },
    });
    const found = await row<WholeApplication>(tx, oneApplication, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    const { application, state } = await this.queries.withStateToday(tx, found);
    if (state === 'expired' && found.state !== 'expired') throw refuse(certificationRefusals.application_expired);
    return application;
  }

  /** The applicant's own; 403 for anybody else who sees it. */
  async lockOwnApplication(tx: Tx, actor: Actor, id: string): Promise<LockedApplication> {
    const application = await this.lockApplication(tx, actor, id);
    if (application.personId !== actor.personId) throw refuse(platformRefusals.forbidden);
    return application;
  }

  /** Somebody else's; 422 `own_application` for one's own. */
  async lockOthersApplication(tx: Tx, actor: Actor, id: string): Promise<LockedApplication> {
    const application = await this.lockApplication(tx, actor, id);
    refuseOwnRecord(actor, application.personId, certificationRefusals.own_application);
    return application;
  }

  /** Moves a locked application, and keeps it alive. */
  async moveApplication(
    tx: Tx,
    actor: Actor,
    { id, personId, state }: LockedApplication,
    wanted: ApplicationState,
    certificationId: string | null = null,
  ): Promise<void> {
    const to = transition(applicationMoves, state, wanted);
    await tx.update(CertificationApplication, { id }, { state: to, touchedAt: this.clock.now(), certificationId });
    await this.events.record(tx, actor, {
      type: 'certification_application.moved',
      subjectId: id,
      personId,
      from: state,
      to,
    });
  }

  /** Something happened: the time until it expires starts again. */
  async touch(tx: Tx, id: string): Promise<void> {
    await tx.update(CertificationApplication, { id }, { touchedAt: this.clock.now() });
  }

  private async expireIdle(tx: Tx, actor: Actor, schemeId: string): Promise<void> {
    const open = await tx.findOne(CertificationApplication, {
      select: { id: true, state: true, touchedAt: true },
      where: { personId: actor.personId, schemeId, state: Not(In([...statesOver, 'refused'])) },
      lock: { mode: 'for_no_key_update' },
    });
    if (!open) return;
    const { policy, timeZone } = await this.college.current(tx);
    const state = stateOn(
      open.state,
      dateAt(open.touchedAt, timeZone),
      dateAt(this.clock.now(), timeZone),
      policy.applicationIdleMonths,
    );
    if (state !== 'expired' || open.state === 'expired') return;
    await tx.update(CertificationApplication, { id: open.id }, { state: 'expired' });
    await this.events.record(tx, actor, {
      type: 'certification_application.moved',
      subjectId: open.id,
      from: open.state,
      to: 'expired',
    });
  }
}
