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
import { waitlistOfRun } from '../enrolments/enrolment.queries.js';
import { freePlaces } from '../seats/seat.rules.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import type { WaitingDto, WaitlistExplanationDto } from './waitlist.dto.js';
import { whyPeopleWait } from './waitlist.rules.js';

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
   * has none. To its facilitators only on the days of its roster (BR-207).
   */
  async queue(actor: Actor, runId: string, { limit, cursor }: PageQuery): Promise<Page<WaitingDto>> {
    const books = booksForOthers(actor);
    if (!books && !(await this.runs.facilitates(this.database, actor.personId, runId)))
      throw refuse(platformRefusals.not_found);
    await this.runs.one(actor, runId);
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

  /** Why nobody was offered a place: numbers and reasons, never people. */
  explanation(actor: Actor, runId: string): Promise<WaitlistExplanationDto> {
    return this.database.transaction(async (tx) => {
      const places = await this.seats.look(tx, runId);
      if (!mayBook(actor, places.run.state)) throw refuse(platformRefusals.not_found);
      const counts = await row<{ waiting: number; openOffers: number }>(
        tx,
        `
          select count(*) filter (where state = 'waitlisted')::integer as waiting,
            count(*) filter (where state = 'offered' and offer_expires_at > $2)::integer as "openOffers"
          from enrolment
          where run_id = $1 and state in ('waitlisted', 'offered')`,
        [runId, places.now],
      );
      const { waiting = 0, openOffers = 0 } = counts ?? {};
      const free = freePlaces(places);
      return {
        waiting,
        openOffers,
        freePlaces: Number.isFinite(free) ? free : null,
        reasons: whyPeopleWait({ runState: places.run.state, waiting, openOffers, free, offering: places.offering }),
      };
    });
  }
}
