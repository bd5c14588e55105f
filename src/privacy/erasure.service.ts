import { Injectable } from '@nestjs/common';
import { RetainedCertificateService } from '../certification/certifications/retained-certificate.service.js';
import { RunEnrolmentService } from '../enrolment/enrolments/run-enrolment.service.js';
import { JournalErasureService } from '../journals/leaving/journal-erasure.service.js';
import { type Actor, automatic, type Doer } from '../platform/actor.js';
import { peopleHere } from '../people/account/person.sql.js';
import { RememberedTokens } from '../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../platform/access/step-up.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row, rows, type Tx } from '../platform/database/sql.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { newId } from '../platform/ids.js';
import { OnDemand } from '../platform/jobs/job.decorators.js';
import { Jobs } from '../platform/jobs/jobs.js';
import type { ErasurePlanDto } from './erasure.dto.js';
import { Erasure } from './erasure.entity.js';
import { type Holding, holdings, planKeptUntil, planOf } from './erasure-plan.js';
import { erasureOf, personalTables } from './personal-tables.js';
import { privacyRefusals } from './privacy.refusals.js';
import { isLastAdministratorSql } from '../people/roles/role.sql.js';
import { Replays } from '../platform/endings/restore.decorators.js';

/** Leaving for good: everything is erased, made nobody's, or kept under a rule until a day (BR-161). */
@Injectable()
export class ErasureService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly enrolments: RunEnrolmentService,
    private readonly retainedCertificates: RetainedCertificateService,
    private readonly journals: JournalErasureService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly clock: Clock,
  ) {}

  /** What would become of what is there now. */
  async plan({ personId }: Actor): Promise<ErasurePlanDto> {
    return this.database.transaction((tx) => this.planned(tx, personId));
  }

  /**
   * Erases the actor, and answers the id of the plan that was kept to. Places are given back and offered on, in the
   * order run, then person. 401 `sign_in_again`, 409 `changed_meanwhile` when somebody was just enrolled, 422
   * `administers_still` or `facilitates_still`.
   */
  async erase(actor: Actor): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    const { personId } = actor;
    const id = await this.database.command(actor, async (tx) => {
      await this.refuseWhileNeeded(tx, personId);
      await this.enrolments.leaveAll(tx, actor, personId, 'erased');
      await this.lockPerson(tx, personId);
      await this.refuseWhileNeeded(tx, personId);
      return this.carryOut(tx, actor, personId);
    });
    this.rememberedTokens.forget();
    return id;
  }

  /**
   * Erases again who was erased since the backup, before anybody is asked (BR-191). Nothing stands against it: it was
   * done once.
   */
  @Replays('person_erased', { 'person.erased': 'subject' })
  async eraseAgain(personIds: string[]): Promise<void> {
    const back = await this.database.rows<{ id: string }>(peopleHere, [personIds]);
    for (const { id } of back)
      await this.database.transaction(async (tx) => {
        const doer = automatic(newId());
        await this.enrolments.leaveAll(tx, doer, id, 'erased');
        await this.lockPerson(tx, id);
        await this.carryOut(tx, doer, id);
      });
  }

  /** The caller holds the person's lock. */
  private async carryOut(tx: Tx, doer: Doer, personId: string): Promise<string> {
    const erasure = { id: newId(), plan: await this.planned(tx, personId), at: this.clock.now() };
    await this.retainedCertificates.enter(tx, personId);
    await this.events.actWithin(tx, 'person.erasure', personId, doer);
    for (const table of personalTables)
      for (const { text, values } of erasureOf(table, personId, erasure.at)) await changed(tx, text, values);
    await changed(tx, 'update person set erased_at = $2 where id = $1', [personId, erasure.at]);
    await tx.insert(Erasure, { id: erasure.id, personId, plan: erasure.plan, erasedAt: erasure.at });
    await this.events.record(tx, doer, { type: 'person.erased', subjectId: personId, personId });
    await this.jobs.enqueue(tx, 'destroy-key', { personId });
    return erasure.id;
  }

  /** What was promised. */
  async promised(id: string): Promise<ErasurePlanDto> {
    const found = await this.database.manager.findOneBy(Erasure, { id });
    if (!found) throw refuse(platformRefusals.not_found);
    return found.plan;
  }

  /**
   * After the commit, as often as it takes: the key, and with it every sealed word in every copy of the database
   * (BR-136).
   */
  @OnDemand('destroy-key', 'personId')
  destroyKey(personId: string): Promise<void> {
    return this.journals.shred(personId);
  }

  private async refuseWhileNeeded(tx: Tx, personId: string): Promise<void> {
    const needed = await row<{ administers: boolean; facilitates: boolean }>(
      tx,
      `
        select ${isLastAdministratorSql('$1')} as administers,
          exists (
            select
            from facilitator_assignment a
            join run r on r.id = a.run_id
            where a.person_id = $1 and a.state = 'accepted' and r.state in ('draft', 'open')
          ) as facilitates`,
      [personId],
    );
    if (needed?.administers) throw refuse(privacyRefusals.administers_still);
    if (needed?.facilitates) throw refuse(privacyRefusals.facilitates_still);
  }

  /** From here on nothing new can be tied to the person; whoever just did is seen. */
  private async lockPerson(tx: Tx, personId: string): Promise<void> {
    const here = await row(tx, `${peopleHere} for update`, [[personId]]);
    const live = await row(
      tx,
      `
        select 1 as one
        from enrolment
        where person_id = $1 and state in ('requested', 'waitlisted', 'offered', 'confirmed')
        limit 1`,
      [personId],
    );
    if (!here || live) throw refuse(platformRefusals.changed_meanwhile);
  }

  /** What becomes of what is held; asked before, and kept to. What comes into being with the erasure is part of it. */
  private async planned(tx: Tx, personId: string): Promise<ErasurePlanDto> {
    const register = await this.retainedCertificates.until(tx, personId);
    return planOf([
      ...(await rows<Holding>(tx, holdings, [personId])),
      { table: 'certification_register', kept: register !== null, rest: false, until: register },
      { table: 'erasure', kept: true, rest: false, until: planKeptUntil(this.clock.now()) },
      { table: 'event', kept: false, rest: true, until: null },
    ]);
  }
}
