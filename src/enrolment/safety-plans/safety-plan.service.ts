import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { CollegeService } from '../../college/college.service.js';
import { PrivateTextService } from '../../people/private-details/private-text.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, deleteRows, findRow, insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { liveStates } from '../enrolments/enrolment.rules.js';
import type { SafetyPlanBody, SafetyPlanDto, SharedSafetyPlanDto } from './safety-plan.dto.js';
import { SafetyPlan, SafetyPlanShare } from './safety-plan.entity.js';
import {
  safetyPlanActions,
  safetyPlanMoves,
  type SafetyPlanPart,
  safetyPlanParts,
  type SafetyPlanState,
  type SafetyPlanWords,
  saysSomething,
} from './safety-plan.rules.js';
import { Endings } from '../../platform/endings/endings.js';
import { Replays } from '../../platform/endings/restore.decorators.js';

/** One person's plan changes one change at a time. */
const lockPerson = 'select from person where id = $1 for no key update';

const live = liveStates.map((state) => `'${state}'`).join(', ');

/** Shares `s` of plans `p` with enrolments `e` that are not over. */
const shares = `
  from safety_plan_share s
  join safety_plan p on p.id = s.plan_id
  join enrolment e on e.id = s.enrolment_id and e.person_id = p.person_id and e.state in (${live})`;

/** The same as far as others read them: an active plan, and a place. A condition can follow. */
const readable = `${shares} where p.state = 'active' and e.state = 'confirmed'`;

/** What is sealed of a plan. */
type Sealed = Pick<SafetyPlan, 'keyId' | SafetyPlanPart>;

const wordless = { earlySigns: null, whatHelps: null, whatDoesNot: null, whatToDo: null, whomToCall: null };

/** What somebody wants to be done when they are not well: theirs alone, and shared run by run (BR-224). */
@Injectable()
export class SafetyPlanService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly endings: Endings,
    private readonly clock: Clock,
    private readonly college: CollegeService,
    private readonly texts: PrivateTextService,
    private readonly runs: RunService,
  ) {}

  /** Mine; 404 while I have none. */
  mine({ personId }: Actor): Promise<SafetyPlanDto> {
    return this.database.transaction(async (tx) => {
      const plan = await this.standing(tx, personId);
      if (!plan) throw refuse(platformRefusals.not_found);
      const found = await rows<{ id: string }>(tx, `select e.id ${shares} where p.id = $1 order by e.id`, [plan.id]);
      return {
        ...(await this.open(tx, plan)),
        state: plan.state,
        sharedWith: found.map(({ id }) => id),
        can: safetyPlanActions(plan.state),
        version: plan.version,
      };
    });
  }

  /** Begins a plan as a draft, or writes mine anew. 422 `safety_plan_empty` for nothing where others may read it. */
  async write(actor: Actor, wish: SafetyPlanBody): Promise<void> {
    const { personId } = actor;
    await this.database.command(actor, async (tx) => {
      await row(tx, lockPerson, [personId]);
      const plan = await this.standing(tx, personId);
      const id = plan?.id ?? newId();
      const words = await this.seal(tx, personId, id, wish);
      if (plan && plan.state !== 'draft' && !saysSomething(words)) throw refuse(enrolmentRefusals.safety_plan_empty);
      if (plan) await tx.update(SafetyPlan, { id }, words);
      else await insertRow(tx, SafetyPlan, { ...words, id, personId, madeAt: this.clock.now() });
      await this.events.record(tx, actor, { type: 'safety_plan.written', subjectId: id });
      return personId;
    });
  }

  /** 404 without a plan, 422 `safety_plan_empty`, 409 `state_conflict`. Withdrawing takes the words and all sharing away. */
  async move(actor: Actor, wanted: SafetyPlanState): Promise<void> {
    const { personId } = actor;
    await this.database.command(actor, async (tx) => {
      const plan = await this.lockMine(tx, personId);
      const to = transition(safetyPlanMoves, plan.state, wanted);
      if (to === 'active' && !saysSomething(plan)) throw refuse(enrolmentRefusals.safety_plan_empty);
      await tx.update(SafetyPlan, { id: plan.id }, { state: to, ...(to === 'withdrawn' && wordless) });
      if (to === 'withdrawn') await tx.delete(SafetyPlanShare, { planId: plan.id });
      if (plan.state === 'active') this.endings.note(tx, 'safety_plan_closed', plan.id);
      await this.events.record(tx, actor, { type: 'safety_plan.moved', subjectId: plan.id, from: plan.state, to });
      return personId;
    });
  }

  /** 404 for anybody else's enrolment and without a plan, 422 `safety_plan_needs_a_place` once the enrolment is over. */
  async share(actor: Actor, enrolmentId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const state = await this.myEnrolment(tx, actor, enrolmentId);
      const { id: planId } = await this.lockMine(tx, actor.personId);
      if (!liveStates.some((each) => each === state)) throw refuse(enrolmentRefusals.safety_plan_needs_a_place);
      await insertRow(tx, SafetyPlanShare, { planId, enrolmentId, sharedAt: this.clock.now() }, { unlessThere: true });
      return enrolmentId;
    });
  }

  /** From now on nobody of the run reads it. 404 for anybody else's enrolment. */
  async endShare(actor: Actor, enrolmentId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await this.myEnrolment(tx, actor, enrolmentId);
      const { affected } = await tx.delete(SafetyPlanShare, { enrolmentId });
      if (affected) this.endings.note(tx, 'safety_plan_share_ended', enrolmentId);
      return enrolmentId;
    });
  }

  /** What a learner stopped showing, no restore shows again (BR-191). */
  @Replays('safety_plan_share_ended')
  endSharesAgain(enrolmentIds: string[]): Promise<void> {
    return this.database.transaction(
      async (tx) => void (await deleteRows(tx, SafetyPlanShare, { enrolmentId: enrolmentIds })),
    );
  }

  /** A plan that was put away or withdrawn: its words stay its owner's, and nobody else's. */
  @Replays('safety_plan_closed')
  closeAgain(planIds: string[]): Promise<void> {
    return this.database.transaction(async (tx) => void (await deleteRows(tx, SafetyPlanShare, { planId: planIds })));
  }

  /**
   * The plan that a learner shares with this run. 404 for others than those who facilitate it, and where nothing is
   * shared; 403 `roster_closed` (BR-210).
   */
  ofEnrolment(actor: Actor, enrolmentId: string): Promise<SharedSafetyPlanDto> {
    return this.database.transaction(async (tx) => {
      const enrolment = await findRow(tx, Enrolment, { id: enrolmentId }, ['runId']);
      if (!enrolment || !(await this.runs.facilitates(tx, actor.personId, enrolment.runId)))
        throw refuse(platformRefusals.not_found);
      await this.runs.requireRosterDays(tx, enrolment.runId);
      const plan = await row<SafetyPlan>(tx, `select ${columnsOf(SafetyPlan, 'p')} ${readable} and e.id = $1`, [
        enrolmentId,
      ]);
      if (!plan) throw refuse(platformRefusals.not_found);
      return this.open(tx, plan);
    });
  }

  /** Of which of these enrolments there is a plan to read, for the page of a roster. */
  async toRead(tx: Tx, enrolmentIds: readonly string[]): Promise<Set<string>> {
    const found = await rows<{ id: string }>(tx, `select e.id ${readable} and e.id = any ($1)`, [enrolmentIds]);
    return new Set(found.map(({ id }) => id));
  }

  /** Nobody reads this person's plan any more (BR-192). */
  async endAllShares(tx: Tx, personId: string): Promise<void> {
    await changed(
      tx,
      'delete from safety_plan_share where plan_id in (select id from safety_plan where person_id = $1)',
      [personId],
    );
  }

  private standing(tx: Tx, personId: string): Promise<SafetyPlan | null> {
    return tx.findOneBy(SafetyPlan, { personId, state: Not('withdrawn') });
  }

  private async lockMine(tx: Tx, personId: string): Promise<SafetyPlan> {
    await row(tx, lockPerson, [personId]);
    const plan = await this.standing(tx, personId);
    if (!plan) throw refuse(platformRefusals.not_found);
    return plan;
  }

  private async myEnrolment(tx: Tx, { personId }: Actor, id: string): Promise<Enrolment['state']> {
    const found = await findRow(tx, Enrolment, { id, personId }, ['state']);
    if (!found) throw refuse(platformRefusals.not_found);
    return found.state;
  }

  private async seal(tx: Tx, personId: string, id: string, wish: SafetyPlanBody): Promise<Sealed> {
    const { keyId, seal } = await this.texts.sealing(tx, personId);
    const words: Sealed = { ...wordless, keyId };
    for (const part of safetyPlanParts) {
      const text = wish[part] ?? null;
      if (text !== null) words[part] = seal(placeOf(id, part), text);
    }
    return words;
  }

  private async open(tx: Tx, plan: SafetyPlan): Promise<SharedSafetyPlanDto> {
    const words: SafetyPlanWords = { ...wordless };
    for (const part of safetyPlanParts) {
      const sealed = plan[part];
      if (sealed)
        words[part] = await this.texts.open(plan.personId, placeOf(plan.id, part), { keyId: plan.keyId, sealed });
    }
    return { ...words, crisisSignposts: (await this.college.current(tx)).crisisSignposts };
  }
}

const placeOf = (id: string, part: SafetyPlanPart): string => `safety_plan ${part} ${id}`;
