import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events, type Happening } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { AssignmentAcceptanceBody, AssignmentBody, AssignmentDto, AssignmentQuery } from './facilitator.dto.js';
import { FacilitatorAssignment } from './facilitator-assignment.entity.js';
import { assignmentActions, readsConfidences } from './facilitator.policy.js';
import { assignmentView } from './facilitator.queries.js';
import { type AssignmentState, assignmentMoves } from './facilitator.rules.js';
import { plans } from '../runs/run.policy.js';
import type { RunState } from '../runs/run.rules.js';
import { RunReadinessService } from '../runs/run-readiness.service.js';
import { RunService } from '../runs/run.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { holdsRoleSql } from '../../people/roles/role.sql.js';

type AssignmentRow = Omit<AssignmentDto, 'can'> & { runState: RunState };

/** Who facilitates a run: asked by a coordinator, answered by themselves (BR-21 to BR-24). */
@Injectable()
export class FacilitatorService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly runs: RunService,
    private readonly readiness: RunReadinessService,
  ) {}

  /** Who was asked for a run; for those who plan and those who were asked. 404 for everybody else. */
  async list(actor: Actor, runId: string, query: AssignmentQuery): Promise<Page<AssignmentDto>> {
    const relation = await this.runs.relation(this.database, actor.personId, runId);
    if (!plans(actor) && !relation.assigned) throw refuse(platformRefusals.not_found);
    await this.runs.seen(actor, runId);
    const scope = { list: 'facilitators', runId };
    const [after = null] = decodeCursor(query.cursor, scope, 1) ?? [];
    const found = await this.database.rows<AssignmentRow>(
      `${assignmentView} where a.run_id = $1 and ($2::uuid is null or a.id > $2) order by a.id limit $3`,
      [runId, after, query.limit + 1],
    );
    return pageOf(
      found,
      query.limit,
      scope,
      ({ id }) => [id],
      (assignment) => present(actor, assignment),
    );
  }

  /** 404 for an unknown assignment, and for those who neither plan nor were asked for the run. */
  async one(actor: Actor, id: string): Promise<AssignmentDto> {
    const found = await this.database.row<AssignmentRow>(`${assignmentView} where a.id = $1`, [id]);
    const sees =
      found &&
      (readsConfidences(actor, found) ||
        (await this.runs.relation(this.database, actor.personId, found.runId)).assigned);
    if (!sees) throw refuse(platformRefusals.not_found);
    return present(actor, found);
  }

  /**
   * Asks a facilitator of the college. 409 `assignment_exists` while they are asked or accepted already; guards of other
   * modules may refuse, as for the answer (BR-209). A peer of an open run is certified through its last session (BR-22).
   */
  offer(
    actor: Actor,
    runId: string,
    { personId, deliveryRole, subjectExpert = false }: AssignmentBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const run = await this.runs.lockRun(tx, runId);
      if (run.state === 'finished' || run.state === 'cancelled') throw refuse(sessionsRefusals.run_closed);
      const isOne = await row(tx, `select where ${holdsRoleSql('$1', 'facilitator')}`, [personId]);
      if (!isOne) throw refuse(sessionsRefusals.not_a_facilitator);
      const id = newId();
      await tx.insert(FacilitatorAssignment, {
        id,
        runId,
        personId,
        deliveryRole,
        subjectExpert,
        offeredBy: actor.personId,
        offeredAt: run.now,
      });
      await this.events.checkBefore(tx, 'facilitator.part', id, actor);
      await this.readiness.requireCertified(tx, runId, personId);
      await this.events.record(tx, actor, {
        type: 'facilitator.offered',
        subjectId: id,
        personId,
        to: 'offered',
        refs: { runId },
      });
      return id;
    });
  }

  /**
   * My yes. From now on I cannot be in two places (409 `facilitator_double_booked`), and I count for the pair (BR-23).
   */
  accept(actor: Actor, id: string, { conflict }: AssignmentAcceptanceBody): Promise<string> {
    return this.answer(actor, id, 'accepted', async (tx) => {
      if (conflict !== undefined)
        await tx.update(FacilitatorAssignment, { id }, { conflict: 'declared', conflictText: conflict });
    });
  }

  /** My no. */
  decline(actor: Actor, id: string): Promise<string> {
    return this.answer(actor, id, 'declined');
  }

  /** Ends an assignment: mine by me, anybody's by a coordinator. The run stays open, and shows that it is at risk. */
  standDown(actor: Actor, id: string, reason: string | undefined): Promise<string> {
    return this.moveAssignment(actor, id, async (tx, assignment, now) => {
      const to = transition(assignmentMoves, assignment.state, 'stood_down');
      await tx.update(
        FacilitatorAssignment,
        { id },
        {
          state: to,
          stoodDownAt: now,
          stoodDownBy: actor.personId,
          stoodDownReason: reason ?? null,
        },
      );
      return {
        type: 'facilitator.stood_down',
        subjectId: id,
        personId: assignment.personId,
        from: assignment.state,
        to,
        refs: { runId: assignment.runId },
      };
    });
  }

  /** Declares a conflict of interest that came up later; a resolved one is open again (BR-24). */
  declareConflict(actor: Actor, id: string, conflict: string): Promise<string> {
    return this.moveAssignment(actor, id, async (tx, { runId, personId }) => {
      if (personId !== actor.personId) throw refuse(platformRefusals.forbidden);
      await tx.update(
        FacilitatorAssignment,
        { id },
        {
          conflict: 'declared',
          conflictText: conflict,
          conflictResolution: null,
          conflictResolvedBy: null,
        },
      );
      return { type: 'facilitator.conflict_declared', subjectId: id, personId, refs: { runId } };
    });
  }

  /** Records how somebody else's conflict of interest was resolved. */
  resolveConflict(actor: Actor, id: string, resolution: string): Promise<string> {
    return this.moveAssignment(actor, id, async (tx, { runId, personId, conflict }) => {
      refuseOwnRecord(actor, personId, sessionsRefusals.conflict_of_oneself);
      if (conflict !== 'declared') throw refuse(sessionsRefusals.no_open_conflict);
      await tx.update(
        FacilitatorAssignment,
        { id },
        {
          conflict: 'resolved',
          conflictResolution: resolution,
          conflictResolvedBy: actor.personId,
        },
      );
      return { type: 'facilitator.conflict_resolved', subjectId: id, personId, refs: { runId } };
    });
  }

  private answer(actor: Actor, id: string, wished: AssignmentState, also?: (tx: Tx) => Promise<void>): Promise<string> {
    return this.moveAssignment(actor, id, async (tx, { personId, runId, state }, now) => {
      if (personId !== actor.personId) throw refuse(platformRefusals.forbidden);
      const to = transition(assignmentMoves, state, wished);
      await tx.update(FacilitatorAssignment, { id }, { state: to, answeredAt: now });
      if (to === 'accepted') {
        await this.events.checkBefore(tx, 'facilitator.part', id, actor);
        await this.readiness.requireCertified(tx, runId, personId);
      }
      await also?.(tx);
      return { type: `facilitator.${to}`, subjectId: id, personId, from: state, to, refs: { runId } };
    });
  }

  /**
   * One step of an assignment under its run's lock: 404 when hidden, 403 for others than its person and coordinators.
   */
  private moveAssignment(
    actor: Actor,
    id: string,
    work: (tx: Tx, assignment: AssignmentRow, now: Date) => Promise<Happening>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const asked = await tx.findOne(FacilitatorAssignment, { select: { runId: true }, where: { id } });
      if (!asked) throw refuse(platformRefusals.not_found);
      const { runId } = asked;
      const run = await this.runs.lockRun(tx, runId);
      const assignment = await row<AssignmentRow>(tx, `${assignmentView} where a.id = $1`, [id]);
      if (!assignment) throw refuse(platformRefusals.not_found);
      if (assignment.personId !== actor.personId && !is(actor, 'coordinator')) {
        const { assigned } = await this.runs.relation(tx, actor.personId, runId);
        throw refuse(assigned || plans(actor) ? platformRefusals.forbidden : platformRefusals.not_found);
      }
      if (run.state === 'finished' || run.state === 'cancelled') throw refuse(sessionsRefusals.run_closed);
      await this.events.record(tx, actor, await work(tx, assignment, run.now));
      return id;
    });
  }
}

function present(actor: Actor, assignment: AssignmentRow): AssignmentDto {
  const confidences = readsConfidences(actor, assignment);
  return {
    id: assignment.id,
    runId: assignment.runId,
    personId: assignment.personId,
    chosenName: assignment.chosenName,
    deliveryRole: assignment.deliveryRole,
    subjectExpert: assignment.subjectExpert,
    state: assignment.state,
    conflict: confidences ? assignment.conflict : 'none',
    conflictText: confidences ? assignment.conflictText : null,
    conflictResolution: confidences ? assignment.conflictResolution : null,
    stoodDownReason: confidences ? assignment.stoodDownReason : null,
    can: assignmentActions(actor, assignment, assignment.runState === 'draft' || assignment.runState === 'open'),
    version: assignment.version,
  };
}
