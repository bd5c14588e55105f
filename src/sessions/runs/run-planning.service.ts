import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { CollegeService } from '../../college/college.service.js';
import { CourseVersionService } from '../../courses/versions/course-version.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { stale } from '../../platform/errors/platform.refusals.js';
import { Events } from '../../platform/events/events.js';
import { AppError, refuse, refuseUnmet, unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { RunReadinessDto, RunBody, RunChange } from './run.dto.js';
import { Run } from './run.entity.js';
import { RunReadinessService } from './run-readiness.service.js';
import {
  unmetForCapacity,
  unmetForOpening,
  placesOf,
  refuseOtherMode,
  runMoves,
  toldOfRun,
  unmetForSetup,
} from './run.rules.js';
import { RunService } from './run.service.js';
import { SessionCancellationService } from './session-cancellation.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { Session } from '../sessions/session.entity.js';
import { Venue } from '../venues/venue.entity.js';

/** What coordinators do with runs: draft, change, open, close, cancel. */
@Injectable()
export class RunPlanningService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly versions: CourseVersionService,
    private readonly runs: RunService,
    private readonly readiness: RunReadinessService,
    private readonly cancellations: SessionCancellationService,
    private readonly clock: Clock,
  ) {}

  /** Drafts a run of a published, current version; what is left out comes from the version and the college. */
  draft(actor: Actor, body: RunBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const version = await this.versions.runnable(tx, body.versionId);
      refuseOtherMode(version.deliveryModes, body.mode);
      const { timeZone, policy } = await this.college.current(tx);
      const venue = body.venueId === undefined ? null : await tx.findOneBy(Venue, { id: body.venueId });
      const id = newId();
      await tx.insert(Run, {
        id,
        versionId: body.versionId,
        termId: body.termId ?? null,
        mode: body.mode,
        venueId: body.venueId ?? null,
        onlineRoomId: body.onlineRoomId ?? null,
        capacity: body.capacity ? placesOf(body.capacity, body.mode) : version.capacityDefault,
        cohortMinimum: body.cohortMinimum ?? version.cohortMinimum,
        bookingOpensAt: dateOrNull(body.bookingOpensAt),
        bookingClosesAt: dateOrNull(body.bookingClosesAt),
        firstSessionMandatory: body.firstSessionMandatory ?? policy.runFirstSessionMandatory,
        waitlistOn: body.waitlistOn ?? true,
        approvalNeeded: body.approvalNeeded ?? false,
        cameraRule: body.cameraRule ?? 'off_ok',
        cameraAlternative: body.cameraAlternative ?? null,
        timeZone: body.timeZone ?? venue?.timeZone ?? timeZone,
        state: 'draft',
        createdAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'run.drafted', subjectId: id });
      return id;
    });
  }

  /**
   * Changes a run that has not ended. An open one keeps meeting the gates of its places and its setup (BR-25, BR-26),
   * and higher modules seat people or refuse when the number of places changes (`run.capacity`).
   */
  change(actor: Actor, id: string, expected: number, wish: RunChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      await this.runs.lockRun(tx, id);
      // Offers that are over give their places back before these are counted.
      await this.events.actWithin(tx, 'run.capacity', id, actor);
      const run = await this.runs.look(tx, id);
      if (run.state === 'finished' || run.state === 'cancelled') throw refuse(sessionsRefusals.run_closed);
      const mode = wish.mode ?? run.mode;
      const capacity = wish.capacity === undefined ? run.capacity : placesOf(wish.capacity, mode);
      if (capacity !== null && capacity < run.placesTaken)
        throw refuse(sessionsRefusals.capacity_below_booked, { values: { taken: run.placesTaken } });
      const timeZone = await this.zoneAfter(tx, run, wish.venueId);
      const { bookingOpensAt, bookingClosesAt, capacity: _, ...plain } = wish;
      await this.database.tellTime(tx);
      const { affected } = await tx.update(
        Run,
        { id, version: expected },
        {
          ...plain,
          mode,
          capacity,
          timeZone,
          ...(bookingOpensAt !== undefined && { bookingOpensAt: dateOrNull(bookingOpensAt) }),
          ...(bookingClosesAt !== undefined && { bookingClosesAt: dateOrNull(bookingClosesAt) }),
        },
      );
      if (!affected) throw stale((await tx.findOneByOrFail(Run, { id })).version);
      const { facts, policy, deliveryModes } = await this.readiness.facts(tx, id);
      refuseOtherMode(deliveryModes, mode);
      if (run.state === 'open') {
        refuseUnmet([...unmetForCapacity(facts, policy), ...unmetForSetup(facts)]);
      }
      const told = toldOfRun(run, await this.runs.look(tx, id), run.now);
      await this.events.record(tx, actor, {
        type: 'run.changed',
        subjectId: id,
        refs: { runId: id, changeSet: this.events.changeSetOf(tx), told },
      });
      await this.events.actWithin(tx, 'run.capacity', id, actor);
      return id;
    });
  }

  /** Whether the run can be opened, and everything that is still missing. */
  async missing(actor: Actor, id: string): Promise<RunReadinessDto> {
    return this.database.transaction(async (tx) => {
      const run = await this.runs.lockRun(tx, id);
      await this.runs.mustSee(tx, actor, id, 'draft');
      const missing = [
        ...(run.state === 'draft' ? await this.versionGates(tx, run.versionId) : []),
        ...(await this.readiness.unmet(tx, id)),
      ];
      return { ready: missing.length === 0, missing: missing.map(({ code, message }) => ({ code, message })) };
    });
  }

  /**
   * Opens the run for booking when nothing is missing (BR-21 to BR-26); 422 names the first and lists every unmet gate.
   */
  open(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const run = await this.runs.lockRun(tx, id);
      const to = transition(runMoves, run.state, 'open');
      await this.versions.runnable(tx, run.versionId);
      const { facts, policy } = await this.readiness.facts(tx, id);
      refuseUnmet(unmetForOpening(facts, policy));
      await tx.update(Run, { id }, { state: to, openedAt: run.now });
      await this.events.record(tx, actor, { type: 'run.opened', subjectId: id, from: run.state, to });
      return id;
    });
  }

  /** Closes the books of a run whose sessions are all delivered or cancelled (409 `sessions_not_over`). */
  close(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const run = await this.runs.lockRun(tx, id);
      const to = transition(runMoves, run.state, 'finished');
      const waiting = await tx.countBy(Session, { runId: id, state: In(['draft', 'published']) });
      if (waiting > 0) throw refuse(sessionsRefusals.sessions_not_over, { values: { count: waiting } });
      await tx.update(Run, { id }, { state: to, endedAt: run.now });
      await this.events.record(tx, actor, { type: 'run.finished', subjectId: id, from: run.state, to });
      return id;
    });
  }

  /** Cancels the run with every session that was not held yet; those that were stay as they are (BR-33). */
  cancel(actor: Actor, id: string, reason: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const run = await this.runs.lockRun(tx, id);
      const to = transition(runMoves, run.state, 'cancelled');
      await this.cancellations.cancelSessionsOf(tx, actor, run, reason);
      await tx.update(Run, { id }, { state: to, endedAt: run.now, cancellationReason: reason });
      await this.events.actWithin(tx, 'run.cancellation', id, actor);
      await this.events.record(tx, actor, {
        type: 'run.cancelled',
        subjectId: id,
        from: run.state,
        to,
        refs: { runId: id, announced: run.lastEnd === null || run.lastEnd > run.now },
      });
      return id;
    });
  }

  /**
   * A run that moves to a place in another zone is in that zone from then on (BR-178). 422 `venue_in_another_zone` once
   * sessions at the run's venue are planned: nobody but who plans knows whether their hour or their instant stays.
   */
  private async zoneAfter(
    tx: Tx,
    { id, timeZone }: Pick<Run, 'id' | 'timeZone'>,
    venueId: string | null | undefined,
  ): Promise<string> {
    const venue = venueId ? await tx.findOneBy(Venue, { id: venueId }) : null;
    if (!venue || venue.timeZone === timeZone) return timeZone;
    const planned = { runId: id, venueId: IsNull(), state: In(['draft', 'published', 'delivered']) };
    if (await tx.existsBy(Session, planned))
      throw refuse(sessionsRefusals.venue_in_another_zone, { values: { here: timeZone, there: venue.timeZone } });
    return venue.timeZone;
  }

  private async versionGates(tx: Tx, versionId: string): Promise<UnmetGate[]> {
    try {
      await this.versions.runnable(tx, versionId);
      return [];
    } catch (refusal) {
      if (refusal instanceof AppError) return [unmetCondition(refusal.code, refusal.details.values)];
      throw refusal;
    }
  }
}

const dateOrNull = (instant: string | null | undefined): Date | null =>
  instant === null || instant === undefined ? null : new Date(instant);
