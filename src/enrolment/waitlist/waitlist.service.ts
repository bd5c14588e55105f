import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { booksForOthers, mayBook } from '../enrolments/enrolment.policy.js';
import { countsOfQueue, waitlistOfRun } from '../enrolments/enrolment.queries.js';
import { freePlaces } from '../seats/seat.rules.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import { queues } from './waitlist.queries.js';
import type { QueueDto, WaitingDto, WaitlistExplanationDto } from './waitlist.dto.js';
import { toldQueue, whyPeopleWait } from './waitlist.rules.js';

/** Answers to "who is next?" and "why not yet?". Neither writes anything. */
@Injectable()
export class WaitlistService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunService,
    private readonly seats: RunSeatService,
    private readonly clock: Clock,
  ) {}

  /**
   * The queue in its order, for those who book for others and for the run's own facilitators; to anybody else the run
   * has none. To its facilitators only on the days of its roster (BR-210).
   */
  async queue(actor: Actor, runId: string, { limit, cursor }: PageQuery): Promise<Page<WaitingDto>> {
    const books = booksForOthers(actor);
    if (!books && !(await this.runs.facilitates(this.database, actor.personId, runId)))
      throw refuse(platformRefusals.not_found);
    await this.runs.seen(actor, runId);
    if (!books) await this.runs.requireRosterDays(this.database, runId);
    const scope = { list: 'waitlist', runId };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<WaitingDto>(waitlistOfRun, [runId, this.clock.now(), after, limit + 1]);
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (waiting) => waiting,
    );
  }

  /** How long the queues are: of all runs for those who book for others, of their own for those who facilitate (BR-238). */
  async all(actor: Actor, { limit, cursor }: PageQuery): Promise<Page<QueueDto>> {
    const scope = { list: 'waitlists' };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const asked = [actor.personId, this.clock.now(), booksForOthers(actor), after, limit + 1];
    const found = await this.database.rows<QueueDto>(queues, asked);
    return pageOf(
      found,
      limit,
      scope,
      ({ runId }) => [runId],
      (queue) => queue,
    );
  }

  /**
   * Why nobody was offered a place: reasons, and numbers for those who run it, never people. To others it is told as it
   * was at the last full hour (BR-211).
   */
  explanation(actor: Actor, runId: string): Promise<WaitlistExplanationDto> {
    return this.database.transaction(async (tx) => {
      const places = await this.seats.look(tx, actor, runId);
      const { state: runState } = places.run;
      if (!mayBook(actor, runState)) throw refuse(platformRefusals.not_found);
      const { told, offering } = places;
      const found = await row<{ waiting: number; openOffers: number; waitsToo: boolean }>(tx, countsOfQueue, [
        runId,
        places.now,
        actor.personId,
      ]);
      const { waiting = 0, openOffers = 0, waitsToo = false } = found ?? {};
      if (!places.hearsNumbers) {
        const reasons = whyPeopleWait(toldQueue(runState, { ...told, offering }, waitsToo));
        return { waiting: null, openOffers: null, freePlaces: null, places: told.places, reasons };
      }
      const free = freePlaces(places);
      return {
        waiting,
        openOffers,
        freePlaces: Number.isFinite(free) ? free : null,
        places: told.places,
        reasons: whyPeopleWait({ runState, waiting, openOffers, free, offering }),
      };
    });
  }
}
