import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { ParticipantService } from '../../enrolment/enrolments/participant.service.js';
import { daysLater } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import type { EvaluationBody, EvaluationInvitationDto, EvaluationResultsDto } from './evaluation.dto.js';
import { EvaluationReceipt, EvaluationTally } from './evaluation-form.entity.js';
import { EvaluationFormService } from './evaluation-form.service.js';
import { type Evaluated, evaluated, type EvaluatedRow, type TallyRow, tallyOf } from './evaluation.queries.js';
import {
  counted,
  type EvaluatedThing,
  type EvaluationState,
  evaluationState,
  figuresOf,
  noAnswers,
  whyHidden,
} from './evaluation.rules.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { when } from '../../platform/access/acts.js';

type Found = EvaluatedRow & {
  facilitates: boolean;
  about: EvaluatedThing;
  sessionId: string | null;
  tally: TallyRow | undefined;
  closesOn: string | null;
  state: EvaluationState;
};

/** What people think of a run or a session, without saying who they are. */
@Injectable()
export class EvaluationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly forms: EvaluationFormService,
    private readonly participants: ParticipantService,
  ) {}

  /**
   * Counts the answers, and notes by itself that this person has answered (I-50). No retry key is kept. 404 for
   * somebody who never had a place, 409 `evaluation_given_already`, `evaluation_form_changed`; 422 `evaluation_ahead`,
   * `evaluation_closed`, `evaluation_item_unknown`.
   */
  async give(actor: Actor, which: Evaluated, { formId, answers }: EvaluationBody): Promise<void> {
    await this.database.transaction(async (tx) => {
      const about = await this.find(tx, actor, which);
      if (!about.hadPlace) throw refuse(platformRefusals.not_found);
      if (about.given) throw refuse(outcomesRefusals.evaluation_given_already);
      const tally = await this.lockTally(tx, about);
      if (formId !== undefined && formId !== tally.formId) throw refuse(outcomesRefusals.evaluation_form_changed);
      if (answers.some(({ item }) => !(item in tally.counts))) throw refuse(outcomesRefusals.evaluation_item_unknown);
      await tx.insert(EvaluationReceipt, {
        runId: about.runId,
        sessionId: about.sessionId,
        personId: actor.personId,
      });
      const closesOn = [tally.closesOn, about.closesOn ?? ''].sort().at(-1);
      await tx.update(
        EvaluationTally,
        { id: tally.id },
        { respondents: () => 'respondents + 1', counts: counted(tally.counts, answers), closesOn },
      );
      // Credit may ask whether a run was evaluated (BR-113); nobody asks about a session, so nothing is noted.
      if (about.about === 'run')
        await this.events.record(tx, actor, { type: 'evaluation.submitted', subjectId: about.runId });
    });
  }

  /** What is asked, and until when; for people who have or had a place, the run's facilitators and staff. */
  async invitation(actor: Actor, which: Evaluated): Promise<EvaluationInvitationDto> {
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, actor, which);
      const reads = mayReadResults(actor, found);
      if (!found.hadPlace && !reads) throw refuse(platformRefusals.not_found);
      const { about, tally, runId, sessionId, state, closesOn, given } = found;
      const form = tally
        ? { id: tally.formId, about, number: tally.number, items: tally.items }
        : await this.forms.newest(tx, about);
      const can = [...when(found.hadPlace && state === 'open' && !given, 'evaluate'), ...when(reads, 'read_results')];
      return { runId, sessionId, form, state, closesOn, given, can };
    });
  }

  /** What everybody together said, once nobody can answer any more; for the run's facilitators and staff. */
  async results(actor: Actor, which: Evaluated): Promise<EvaluationResultsDto> {
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, actor, which);
      if (!mayReadResults(actor, found)) throw refuse(platformRefusals.not_found);
      const { runId, sessionId, tally, state, closesOn, invited } = found;
      const { reportSmallNumber: smallNumber, reportPercentDenominator: percentDenominator } =
        await this.college.policy(tx);
      const hiddenBecause = whyHidden(state, tally?.respondents ?? 0, smallNumber);
      const about = { runId, sessionId, formNumber: tally?.number ?? null, closesOn, hiddenBecause };
      if (hiddenBecause !== null || !tally) return { ...about, respondents: null, invited: null, items: [] };
      return {
        ...about,
        invited,
        ...figuresOf(tally.items, tally.counts, tally.respondents, { smallNumber, percentDenominator }),
      };
    });
  }

  private async find(tx: Tx, actor: Actor, { runId, sessionId }: Evaluated): Promise<Found> {
    const now = this.clock.now();
    const found = await row<EvaluatedRow>(tx, evaluated, [runId, sessionId, actor.personId, now]);
    if (!found) throw refuse(platformRefusals.not_found);
    const tally = await row<TallyRow>(tx, tallyOf, [found.runId, sessionId]);
    const { evaluationDays } = await this.college.policy(tx);
    const byTimetable = found.lastDay && daysLater(found.lastDay, evaluationDays);
    // Once somebody has answered, the day that was promised counts: moving it would open what others have seen.
    const state = evaluationState(
      { startsAt: found.startsAt, closesOn: tally?.closesOn ?? byTimetable },
      now,
      found.today,
    );
    const facilitates = await this.participants.facilitatesRun(tx, actor.personId, found.runId);
    return {
      ...found,
      facilitates,
      about: sessionId === null ? 'run' : 'session',
      sessionId,
      tally,
      closesOn: state === 'closed' ? (tally?.closesOn ?? byTimetable) : byTimetable,
      state,
    };
  }

  private async lockTally(
    tx: Tx,
    { runId, sessionId, about, state, closesOn, startsAt, today }: Found,
  ): Promise<TallyRow> {
    if (state === 'ahead') throw refuse(outcomesRefusals.evaluation_ahead);
    if (state === 'closed' || closesOn === null) throw refuse(outcomesRefusals.evaluation_closed);
    const { id, items } = await this.forms.newest(tx, about);
    await insertRow(
      tx,
      EvaluationTally,
      { runId, sessionId, formId: id, counts: noAnswers(items), closesOn },
      { unlessThere: true },
    );
    const tally = await row<TallyRow>(tx, `${tallyOf} for no key update of t`, [runId, sessionId]);
    if (!tally || evaluationState({ startsAt, closesOn: tally.closesOn }, this.clock.now(), today) !== 'open')
      throw refuse(outcomesRefusals.evaluation_closed);
    return tally;
  }
}

const mayReadResults = (actor: Actor, { facilitates }: Found): boolean =>
  facilitates || is(actor, 'coordinator', 'administrator');
